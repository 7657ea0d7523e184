package dev.reconcile.diff;

import dev.reconcile.live.LiveProcess;
import dev.reconcile.model.Container;
import dev.reconcile.model.ProcessSpec.Rlimit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which resource limits of PID 1 differ, getrlimit(2). A process may move its soft limit and lower
 * its hard one by itself, so without a change of the manifest only a hard limit above the wanted
 * one counts.
 *
 * @param lowered can be set live
 * @param raised need a new process, and CAP_SYS_RESOURCE
 * @param live type to {@code SOFT HARD}
 */
record RlimitFindings(List<Rlimit> lowered, List<Rlimit> raised, SortedMap<String, String> live) {
  static RlimitFindings of(Container desired, @Nullable Container applied, LiveProcess init) {
    List<Rlimit> lowered = new ArrayList<>();
    List<Rlimit> raised = new ArrayList<>();
    SortedMap<String, String> live = init.rlimits().orNull();
    if (live == null) {
      return new RlimitFindings(lowered, raised, new java.util.TreeMap<>());
    }
    for (Rlimit wanted : desired.process().rlimits()) {
      String now = live.get(wanted.type());
      if (now == null) {
        continue;
      }
      String[] softHard = now.split(" ");
      boolean asked = applied == null || !applied.process().rlimits().contains(wanted);
      int hard = compare(softHard[1], wanted.hard());
      if (hard < 0 && asked) {
        raised.add(wanted);
      } else if (hard > 0 || (asked && compare(softHard[0], wanted.soft()) != 0)) {
        lowered.add(wanted);
      }
    }
    return new RlimitFindings(lowered, raised, live);
  }

  String from(Rlimit limit) {
    return live.getOrDefault(limit.type(), "");
  }

  private static int compare(String a, String b) {
    return Long.compareUnsigned(number(a), number(b));
  }

  private static long number(String text) {
    return text.equals("max") ? -1L : Long.parseUnsignedLong(text);
  }
}
