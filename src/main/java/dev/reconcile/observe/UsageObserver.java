package dev.reconcile.observe;

import dev.reconcile.fields.limits.EffectiveLimits;
import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.fields.usage.CounterFile;
import dev.reconcile.fields.usage.CounterTable;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.CgroupUsage;
import dev.reconcile.live.Counter;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what groups use, and what bounds them. */
public final class UsageObserver {
  private final CgroupFs fs;
  private final CgroupHost host;

  public UsageObserver(CgroupFs fs) throws KernelException {
    this.fs = fs;
    this.host = fs.host();
  }

  /** Which hierarchies there are. */
  public CgroupHost host() {
    return host;
  }

  /**
   * Reads counters of a group and all that is below it; each file once.
   *
   * @throws KernelException when groups below cannot be listed
   */
  public CgroupUsage usage(String path, Set<Counter> wanted) throws KernelException {
    Map<String, Reading<String>> texts = new HashMap<>();
    Map<Counter, Reading<Long>> counters = new EnumMap<>(Counter.class);
    long nanos = System.nanoTime();
    for (Counter counter : wanted) {
      CounterFile file = CounterTable.file(counter, host);
      if (file != null) {
        Hierarchy hierarchy = Objects.requireNonNull(file.hierarchy(host));
        String what = hierarchy.directory(path) + "/" + file.name();
        Reading<String> text =
            texts.computeIfAbsent(what, w -> fs.read(hierarchy, path, file.name()));
        Reading<Long> number = CounterTable.parse(file, what, text);
        counters.put(counter, file.alone() ? withBelow(file, hierarchy, path, number) : number);
      }
    }
    return new CgroupUsage(path, nanos, counters);
  }

  /** One that cannot be read makes the sum unreadable; one that is gone by now does not. */
  private Reading<Long> withBelow(
      CounterFile file, Hierarchy hierarchy, String path, Reading<Long> own)
      throws KernelException {
    Long sum = own.orNull();
    if (sum == null) {
      return own;
    }
    for (String name : fs.children(hierarchy, path)) {
      String child = CgroupPaths.child(path, name);
      String what = hierarchy.directory(child) + "/" + file.name();
      Reading<Long> alone = CounterTable.parse(file, what, fs.read(hierarchy, child, file.name()));
      Reading<Long> below = withBelow(file, hierarchy, child, alone);
      if (below instanceof Reading.Unreadable<Long>) {
        return below;
      }
      Long number = below.orNull();
      sum += number == null ? 0 : number;
    }
    return Reading.of(sum);
  }

  /** The tightest ceilings of each group, by path and field. */
  public SortedMap<String, SortedMap<String, Ceiling>> ceilings(Collection<String> paths)
      throws KernelException {
    SortedMap<String, Limits> asked = new TreeMap<>();
    for (String path : paths) {
      upwards(path).forEach(above -> asked.put(above, EffectiveLimits.toRead(host)));
    }
    SortedMap<String, LiveCgroup> groups = new CgroupObserver(fs, host).read(asked);
    SortedMap<String, SortedMap<String, Ceiling>> ceilings = new TreeMap<>();
    for (String path : paths) {
      List<LiveCgroup> chain = new ArrayList<>();
      for (String above : upwards(path)) {
        LiveCgroup group = groups.get(above);
        if (group != null) {
          chain.add(group);
        }
      }
      ceilings.put(path, EffectiveLimits.of(host, chain));
    }
    return ceilings;
  }

  private static List<String> upwards(String path) {
    List<String> upwards = new ArrayList<>(List.of(path));
    upwards.addAll(CgroupPaths.above(path));
    return upwards;
  }
}
