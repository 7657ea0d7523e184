/**
 * What differs between desired and live, and why. Pure: all inputs are arguments, nothing is
 * logged.
 */
@NullMarked
package dev.reconcile.diff;

import org.jspecify.annotations.NullMarked;
