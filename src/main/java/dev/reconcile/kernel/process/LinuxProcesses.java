package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Capabilities;
import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.Mountinfo;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.live.MountEntry;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** procfs of a running or of a captured host. */
public final class LinuxProcesses implements Processes {
  private final HostRoot root;
  private final UtsReader uts = new UtsReader(this);
  private final SameAgain<SortedMap<String, String>> limits = new SameAgain<>(ProcFormats::rlimits);

  public LinuxProcesses(HostRoot root) {
    this.root = root;
  }

  @Override
  public int self() {
    return (int) ProcessHandle.current().pid();
  }

  @Override
  public String bootId() {
    return required(root.at("/proc/sys/kernel/random/boot_id")).strip();
  }

  /** Without these nothing else can be believed. */
  private static String required(String path) {
    try {
      return SmallFile.text(path);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "failed to read " + path + ": " + Errno.symbol(e) + "; mount procfs on /proc", e);
    }
  }

  @Override
  public Reading<ProcessStat> stat(int pid) {
    return SmallFile.read(root.proc(pid, "stat"), ProcFormats::stat);
  }

  @Override
  public List<Integer> all() {
    List<Integer> pids = new ArrayList<>();
    String[] names = new File(root.at("/proc")).list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        pids.add(Integer.valueOf(name));
      }
    }
    Collections.sort(pids);
    return pids;
  }

  @Override
  public Reading<Long> uid(int pid) {
    return SmallFile.read(root.proc(pid, "status"), ProcFormats::effectiveUid);
  }

  @Override
  public Reading<SortedMap<NamespaceType, Long>> namespaces(int pid) {
    SortedMap<NamespaceType, Long> inodes = new TreeMap<>();
    for (NamespaceType type : NamespaceType.values()) {
      String link = root.proc(pid, "ns/" + type.link());
      try {
        String target = Files.readSymbolicLink(Path.of(link)).toString();
        inodes.put(type, ProcFormats.namespaceInode(target));
      } catch (IOException e) {
        // A kernel may be built without one type; a process without any is gone.
        if (Errno.of(e) != Errno.ENOENT) {
          return SmallFile.failed(link, e);
        }
      }
    }
    return inodes.isEmpty() ? Reading.absent() : Reading.of(inodes);
  }

  @Override
  public Reading<List<MountEntry>> mounts(int pid) {
    return SmallFile.read(root.proc(pid, "mountinfo"), Mountinfo::parse);
  }

  @Override
  public Reading<SortedMap<String, String>> cgroups(int pid) {
    return SmallFile.read(root.proc(pid, "cgroup"), ProcFormats::cgroups);
  }

  @Override
  public Reading<SortedMap<String, String>> rlimits(int pid) {
    return SmallFile.read(root.proc(pid, "limits"), limits);
  }

  @Override
  public Reading<List<Integer>> namespacePids(int pid) {
    return SmallFile.read(root.proc(pid, "status"), ProcFormats::namespacePids);
  }

  @Override
  public Reading<String> hostname(int pid, long startTime) {
    return uts.read(pid, startTime);
  }

  @Override
  public List<String> missingCapabilities() {
    return Capabilities.missing(required(root.proc(0, "status")));
  }
}
