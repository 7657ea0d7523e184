package dev.reconcile.sim;

import dev.reconcile.live.MountEntry;
import dev.reconcile.model.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated process. */
final class FakeProcess {
  final int pid;
  final long startTime;
  final String name;
  int parent;
  char state = 'S';
  long uid;
  boolean kernelThread;
  String hostname = "";
  final SortedMap<String, String> cgroups = new TreeMap<>();
  final SortedMap<NamespaceType, Long> namespaces = new TreeMap<>();
  final SortedMap<String, String> rlimits = new TreeMap<>();
  final List<MountEntry> mounts = new ArrayList<>();

  FakeProcess(int pid, long startTime, int parent, String name) {
    this.pid = pid;
    this.startTime = startTime;
    this.parent = parent;
    this.name = name;
  }

  boolean isZombie() {
    return state == 'Z';
  }

  @Override
  public String toString() {
    return pid + "@" + startTime + " " + state + " " + name + " " + cgroups + " " + hostname;
  }
}
