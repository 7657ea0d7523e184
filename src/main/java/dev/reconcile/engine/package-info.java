/** The one sequence: layers, lock, observe, diff, plan, widen, execute, observe again, narrow. */
@NullMarked
package dev.reconcile.engine;

import org.jspecify.annotations.NullMarked;
