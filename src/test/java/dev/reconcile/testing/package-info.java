/** What tests of every room share: who may run, and what came of it. */
@NullMarked
package dev.reconcile.testing;

import org.jspecify.annotations.NullMarked;
