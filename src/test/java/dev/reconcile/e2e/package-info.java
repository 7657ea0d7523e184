/**
 * The packaged program on the real kernel, as a person runs it. Every test has a state directory, a
 * run directory and a cgroup root of its own, and leaves nothing behind.
 */
@NullMarked
package dev.reconcile.e2e;

import org.jspecify.annotations.NullMarked;
