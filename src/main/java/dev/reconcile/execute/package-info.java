/**
 * Plan to kernel: one kernel call a step, its postcondition read back. A failure blocks its
 * dependents only.
 */
@NullMarked
package dev.reconcile.execute;

import org.jspecify.annotations.NullMarked;
