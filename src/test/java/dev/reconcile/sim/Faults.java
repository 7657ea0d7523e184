package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every change that a run makes to the host goes through here, is written down, and may fail. */
final class Faults {
  private final List<String> journal = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private Fault fault = new Fault.None();
  private boolean dead;
  private boolean hit;

  /** A change that may be refused by the simulated kernel itself. */
  interface Change {
    void make() throws KernelException;
  }

  /** A new run begins. */
  void arm(Fault next) {
    fault = next;
    journal.clear();
    dead = false;
    hit = false;
  }

  /** Runs after every change, also after the last one of a run that is killed. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  /** What this run has changed, in order. */
  List<String> journal() {
    return Collections.unmodifiableList(journal);
  }

  /** Whether the fault has come to pass. */
  boolean hasHit() {
    return hit;
  }

  /**
   * Makes one change.
   *
   * @param call for the journal, such as {@code mkdir v2:/reconcile/web}
   */
  void change(String call, Change change) throws KernelException {
    if (dead) {
      throw new CrashError(call);
    }
    int n = journal.size() + 1;
    journal.add(call);
    if (fault instanceof Fault.CrashBefore(int at) && at == n) {
      die(call);
    }
    refuse(call, n);
    change.make();
    watchers.forEach(Runnable::run);
    if (fault instanceof Fault.CrashAfter(int at) && at == n) {
      die(call);
    }
  }

  private void refuse(String call, int n) throws KernelException {
    Errno errno =
        switch (fault) {
          case Fault.Transient(int at, Errno once) when at == n -> once;
          case Fault.Permanent(String text, Errno always) when call.contains(text) -> always;
          case Fault.None ignored -> null;
          case Fault.CrashBefore ignored -> null;
          case Fault.CrashAfter ignored -> null;
          case Fault.Transient ignored -> null;
          case Fault.Permanent ignored -> null;
        };
    if (errno != null) {
      hit = true;
      throw new KernelException(call, "", errno.name(), "injected");
    }
  }

  private void die(String call) {
    dead = true;
    hit = true;
    throw new CrashError(call);
  }
}
