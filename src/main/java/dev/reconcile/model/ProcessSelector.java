package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.List;

/**
 * Which existing processes belong to a Cgroup: whatever is named by one of these.
 *
 * @param pids exactly these
 * @param users by their effective UID, decimal; names until they have been looked up
 * @param comms by {@code /proc/PID/comm}, at most 15 bytes
 */
public record ProcessSelector(List<Integer> pids, List<String> users, List<String> comms) {
  public static final ProcessSelector NONE = new ProcessSelector(List.of(), List.of(), List.of());

  public ProcessSelector {
    pids = List.copyOf(pids);
    users = List.copyOf(users);
    comms = List.copyOf(comms);
  }

  static ProcessSelector of(Dict processes) {
    if (processes.entries().isEmpty()) {
      return NONE;
    }
    return new ProcessSelector(
        processes.texts("pids").stream().map(Integer::valueOf).toList(),
        processes.texts("users"),
        processes.texts("comms"));
  }

  /** Whether it names nothing. */
  public boolean isEmpty() {
    return pids.isEmpty() && users.isEmpty() && comms.isEmpty();
  }

  /** Whether it names a process. */
  public boolean matches(int pid, long uid, String comm) {
    return pids.contains(pid) || users.contains(Long.toString(uid)) || comms.contains(comm);
  }
}
