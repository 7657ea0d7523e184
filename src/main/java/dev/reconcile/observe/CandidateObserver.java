package dev.reconcile.observe;

import dev.reconcile.kernel.process.Processes;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.ProcessSelector;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for processes that Cgroups name; at all of them only where users or names are given. */
final class CandidateObserver {
  private static final int SELF = 0;
  private static final int FIRST = 1;

  private final Processes processes;
  private final List<ProcessSelector> selectors = new ArrayList<>();
  private @Nullable Long ownNamespace;

  CandidateObserver(Processes processes) {
    this.processes = processes;
  }

  List<LiveCandidate> read(List<Versions> objects) {
    SortedSet<Integer> pids = new TreeSet<>();
    boolean all = false;
    for (Versions object : objects) {
      for (Resource version : object.versions()) {
        if (version instanceof Cgroup cgroup && !cgroup.processes().isEmpty()) {
          ProcessSelector selector = cgroup.processes();
          selectors.add(selector);
          pids.addAll(selector.pids());
          all |= !selector.users().isEmpty() || !selector.comms().isEmpty();
        }
      }
    }
    if (all) {
      pids.addAll(processes.all());
    }
    return pids.isEmpty() ? List.of() : read(pids);
  }

  private List<LiveCandidate> read(SortedSet<Integer> pids) {
    SortedMap<NamespaceType, Long> own = processes.namespaces(SELF).orNull();
    ownNamespace = own == null ? null : own.get(NamespaceType.PID);
    List<LiveCandidate> candidates = new ArrayList<>();
    for (int pid : pids) {
      LiveCandidate candidate = candidate(pid);
      if (candidate != null) {
        candidates.add(candidate);
      }
    }
    return candidates;
  }

  /** Null when it is gone, a zombie, or nobody's. */
  private @Nullable LiveCandidate candidate(int pid) {
    ProcessStat stat = processes.stat(pid).orNull();
    Long uid = processes.uid(pid).orNull();
    if (stat == null || uid == null || stat.state() == 'Z' || stat.state() == 'X') {
      return null;
    }
    boolean wanted = selectors.stream().anyMatch(s -> s.matches(pid, uid, stat.name()));
    SortedMap<String, String> cgroups = wanted ? processes.cgroups(pid).orNull() : null;
    return cgroups == null
        ? null
        : new LiveCandidate(pid, stat.startTime(), uid, stat.name(), obstacle(pid, stat), cgroups);
  }

  private String obstacle(int pid, ProcessStat stat) {
    if (stat.kernelThread()) {
      return "a kernel thread";
    }
    if (pid == FIRST) {
      return "the first process of the host";
    }
    if (pid == processes.self()) {
      return "this program";
    }
    SortedMap<NamespaceType, Long> namespaces = processes.namespaces(pid).orNull();
    boolean same =
        namespaces != null && Objects.equals(namespaces.get(NamespaceType.PID), ownNamespace);
    return same ? "" : "in another PID namespace";
  }
}
