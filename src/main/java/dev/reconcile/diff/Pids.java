package dev.reconcile.diff;

import java.util.Collection;
import java.util.Iterator;

/** Process IDs as people read them. */
final class Pids {
  private static final int MOST = 5;

  private Pids() {}

  /** {@code PID 12, 13}; of many the first, then {@code and 40 more}. */
  static String text(Collection<Integer> pids) {
    StringBuilder text = new StringBuilder("PID ");
    Iterator<Integer> rest = pids.iterator();
    for (int i = 0; i < MOST && rest.hasNext(); i++) {
      text.append(i == 0 ? "" : ", ").append(rest.next());
    }
    return rest.hasNext() ? text + " and " + (pids.size() - MOST) + " more" : text.toString();
  }
}
