/** Which actions, in what order. Pure: all inputs are arguments, nothing is logged. */
@NullMarked
package dev.reconcile.plan;

import org.jspecify.annotations.NullMarked;
