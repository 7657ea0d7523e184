package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;

/** What goes wrong in a run. Changes are numbered from 1, reads are not counted. */
sealed interface Fault {
  /** Nothing. */
  record None() implements Fault {}

  /** The run is killed before its Nth change, which does not happen. */
  record CrashBefore(int n) implements Fault {}

  /** The run is killed after its Nth change, before it learns how that ended. */
  record CrashAfter(int n) implements Fault {}

  /** The Nth change is refused, once. */
  record Transient(int n, Errno errno) implements Fault {}

  /**
   * Every change whose description holds this text is refused.
   *
   * @param text such as {@code rmdir /reconcile/web}
   */
  record Permanent(String text, Errno errno) implements Fault {}
}
