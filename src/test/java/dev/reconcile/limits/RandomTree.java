package dev.reconcile.limits;

import dev.reconcile.live.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Three groups, one below the other, with a second one at the bottom, and limits that a kernel can
 * hold all at once: no child has more than its parent where v1 checks that.
 */
final class RandomTree {
  private static final List<String> SIZES = List.of("max", "16Mi", "64Mi", "65Mi", "256Mi", "1Gi");
  private static final List<String> PERIODS = List.of("10ms", "50ms", "100ms", "250ms", "1s");

  private final Random random;
  private final Groups groups;
  private final int cpus;

  RandomTree(Random random, Groups groups) {
    this.random = random;
    this.groups = groups;
    this.cpus = Math.min(4, Runtime.getRuntime().availableProcessors());
  }

  /** What a group's children must stay within. */
  private record Bounds(int millis, int cpus, int realtime) {}

  /** The next setting, as manifests. */
  String next() {
    Bounds top = new Bounds(cpus * 1000, (1 << cpus) - 1, 400);
    StringBuilder yaml = new StringBuilder();
    Bounds outer = group("outer", "", top, yaml);
    Bounds middle = group("middle", "parent: outer", outer, yaml);
    group("inner", "parent: middle", half(middle), yaml);
    group("beside", "parent: middle", half(middle), yaml);
    return yaml.toString();
  }

  /** Siblings share what real-time CPU time there is. */
  private static Bounds half(Bounds bounds) {
    return new Bounds(bounds.millis, bounds.cpus, bounds.realtime / 2);
  }

  private Bounds group(String name, String where, Bounds within, StringBuilder yaml) {
    List<String> fields = new ArrayList<>(where.isEmpty() ? List.of() : List.of(where));
    List<String> cpu = new ArrayList<>();
    int millis = cpu(within, cpu);
    int realtime = isV1("cpu") ? realtime(within, cpu) : 0;
    fields.add("cpu: {" + String.join(", ", cpu) + "}");
    int set = cpuset(within, fields);
    memory(fields);
    some("pids", "pids: {max: " + pick("max", "8", "64", "4194304") + "}", fields);
    io(fields);
    some("hugetlb", "hugetlb: {2Mi: {max: " + pick("max", "0", "2Mi", "9Mi") + "}}", fields);
    if (groups.host.unified() != null) {
      some(null, "maxDepth: " + pick("max", "3", "10"), fields);
    }
    some(null, "frozen: " + pick("true", "false"), fields);
    yaml.append(Groups.cgroup(name, "{" + String.join(", ", fields) + "}"));
    return new Bounds(millis, set, realtime);
  }

  private int cpu(Bounds within, List<String> cpu) {
    if (coin()) {
      cpu.add("weight: " + pick("1", "79", "100", "10000"));
    }
    if (coin()) {
      cpu.add("idle: " + pick("true", "false"));
    }
    if (coin()) {
      return within.millis;
    }
    int millis = Math.max(100, within.millis / 100 * (1 + random.nextInt(100)) / 100 * 100);
    int most = Math.min(millis, within.millis);
    String period = PERIODS.get(random.nextInt(PERIODS.size()));
    cpu.add("max: " + most + "m");
    cpu.add("period: " + period);
    if (coin()) {
      cpu.add("burst: " + pick("0", "100us", "1ms"));
    }
    return most;
  }

  /** Thousandths of a processor. */
  private int realtime(Bounds within, List<String> cpu) {
    if (within.realtime == 0 || coin()) {
      return 0;
    }
    int share = random.nextInt(within.realtime + 1);
    cpu.add("realtime: {runtime: " + share + "ms}");
    return share;
  }

  private int cpuset(Bounds within, List<String> fields) {
    int set = within.cpus & (1 + random.nextInt((1 << cpus) - 1));
    if (set == 0 || coin() || groups.host.of("cpuset") == null) {
      return within.cpus;
    }
    List<String> members = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      if ((set >> cpu & 1) == 1) {
        members.add(Integer.toString(cpu));
      }
    }
    fields.add("cpuset: {cpus: \"" + String.join(",", members) + "\", mems: \"0\"}");
    return set;
  }

  private void memory(List<String> fields) {
    List<String> memory = new ArrayList<>();
    String max = SIZES.get(random.nextInt(SIZES.size()));
    if (coin()) {
      memory.add("max: " + max);
      if (coin() && !max.equals("max")) {
        memory.add("swapMax: " + pick("max", "0", "64Mi", "1Gi"));
      }
    }
    if (isV1("memory")) {
      memory.add("swappiness: " + pick("0", "60", "200"));
      memory.add("softLimit: " + pick("max", "1Mi", "1Gi"));
    } else if (coin()) {
      memory.add("high: " + pick("max", "64Mi", "1Gi"));
      memory.add("low: " + pick("0", "1Mi", "max"));
      memory.add("min: " + pick("0", "1Mi", "1Gi"));
      memory.add("oomGroup: " + pick("true", "false"));
    }
    if (groups.host.of("memory") != null) {
      fields.add("memory: {" + String.join(", ", memory) + "}");
    }
  }

  private void io(List<String> fields) {
    if (groups.host.of("blkio") != null || groups.host.of("io") != null) {
      String rbps = pick("max", "1M", "10M");
      // 1 is EINVAL up to Linux 6.12.
      String wiops = pick("max", "2", "1000");
      some(
          null,
          "io: {max: [{device: \""
              + Disks.first()
              + "\", rbps: "
              + rbps
              + ", wiops: "
              + wiops
              + "}]}",
          fields);
    }
  }

  private boolean isV1(String controller) {
    Hierarchy at = groups.host.of(controller);
    return at != null && at.version() == 1;
  }

  private void some(@Nullable String controller, String field, List<String> fields) {
    if (coin() && (controller == null || groups.host.of(controller) != null)) {
      fields.add(field);
    }
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }

  private boolean coin() {
    return random.nextBoolean();
  }
}
