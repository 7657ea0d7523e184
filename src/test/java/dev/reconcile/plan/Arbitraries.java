package dev.reconcile.plan;

import static net.jqwik.api.Arbitraries.integers;
import static net.jqwik.api.Arbitraries.maps;
import static net.jqwik.api.Arbitraries.of;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators for this package's properties. */
final class Arbitraries {
  private Arbitraries() {}

  /** Every kind of host. */
  static Arbitrary<CgroupHost> hosts() {
    return of(Objects.unified(), Objects.hybrid(), Objects.legacy());
  }

  /** Limits that every kind of host has. */
  static Arbitrary<Map<String, String>> limits() {
    Arbitrary<String> sizes = of("max", "64Mi", "100Mi", "256Mi", "4097", "1Gi");
    Arbitrary<String> swaps = of("max", "0", "64Mi", "1Gi");
    return Combinators.combine(sizes, swaps, cpu(), of("", "frozen"), sets())
        .as(
            (memory, swap, cpu, frozen, set) -> {
              Map<String, String> limits = new TreeMap<>(cpu);
              limits.putAll(set);
              limits.put("pids.max", memory.equals("max") ? "max" : "64");
              limits.put("memory.max", memory);
              if (!memory.equals("max") || swap.equals("max")) {
                limits.put("memory.swapMax", swap);
              }
              return limits;
            })
        .flatMap(Arbitraries::some);
  }

  private static Arbitrary<Map<String, String>> cpu() {
    return Combinators.combine(
            integers().between(1, 4),
            of(10, 100, 250),
            integers().between(0, 3),
            of("true", "false"))
        .as(
            (tenths, period, burst, idle) -> {
              Map<String, String> cpu = new TreeMap<>();
              cpu.put("cpu.max", tenths * 100 + "m");
              cpu.put("cpu.period", period + "ms");
              cpu.put("cpu.burst", tenths * period * burst * 25 + "us");
              cpu.put("cpu.idle", idle);
              cpu.put("cpu.weight", Integer.toString(tenths * 79));
              return cpu;
            });
  }

  private static Arbitrary<Map<String, String>> sets() {
    return of("0", "0-1", "1-2", "0,3", "0-3").map(cpus -> Map.of("cpuset.cpus", cpus));
  }

  /** A subset in which nothing misses what it needs. */
  private static Arbitrary<Map<String, String>> some(Map<String, String> all) {
    return of(all.keySet())
        .set()
        .map(
            kept -> {
              Map<String, String> some = new TreeMap<>(all);
              some.keySet().retainAll(kept);
              if (!some.containsKey("memory.max")) {
                some.remove("memory.swapMax");
              }
              if (!some.containsKey("cpu.max") || !some.containsKey("cpu.period")) {
                some.remove("cpu.period");
                some.remove("cpu.burst");
              }
              return some;
            });
  }

  /** Containers and groups one below another, each child within its parent where v1 wants that. */
  static Arbitrary<DesiredState> desired() {
    return Combinators.combine(
            limits(), limits(), limits(), of("[/bin/a]", "[/bin/b]"), integers().between(1, 15))
        .as(
            (outer, inner, leaf, args, which) -> {
              List<Resource> all = new ArrayList<>();
              all.add(Objects.cgroup("app", outer));
              Map<String, String> group = within(inner, outer);
              group.put("parent", "app");
              all.add(Objects.cgroup("tier", group));
              Map<String, String> db = below("resources.", within(within(leaf, inner), outer));
              db.put("cgroup", "tier");
              all.add(Objects.container("db", db));
              Map<String, String> web =
                  new TreeMap<>(
                      Map.of("cgroup", "app", "dependsOn", "[name=db]", "process.args", args));
              all.add(Objects.container("web", web));
              all.add(Objects.container("solo", Map.of("process.args", args)));
              return Objects.desired(keep(all, which));
            });
  }

  /** A few of them, with what they name. */
  private static List<Resource> keep(List<Resource> all, int which) {
    List<Resource> kept = new ArrayList<>(all.subList(0, Math.min(4, 1 + which % 4)));
    if (which % 3 == 0) {
      kept.add(all.getLast());
    }
    return kept;
  }

  /** v1 refuses a child with more processors or a larger quota. */
  private static Map<String, String> within(Map<String, String> child, Map<String, String> parent) {
    Map<String, String> fitting = new TreeMap<>(child);
    if (parent.containsKey("cpuset.cpus")) {
      fitting.remove("cpuset.cpus");
    }
    if (parent.containsKey("cpu.max")) {
      fitting.keySet().removeAll(List.of("cpu.max", "cpu.period", "cpu.burst"));
      fitting.put("cpu.max", "50m");
    }
    return fitting;
  }

  private static Map<String, String> below(String prefix, Map<String, String> fields) {
    Map<String, String> prefixed = new TreeMap<>();
    fields.forEach((path, value) -> prefixed.put(prefix + path, value));
    return prefixed;
  }

  /** Specs with maps in maps and lists. */
  static Arbitrary<Map<String, String>> specs() {
    return maps(of("a", "b.c", "b.d", "e.f.g"), of("1", "2", "[x y]", "[y x]")).ofMaxSize(4);
  }
}
