package dev.reconcile.sim;

import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small desired state, as random numbers give it and as people would write it. Whatever the
 * numbers, the manifest is valid on every host: children never ask for more processors than their
 * parents have.
 */
record Fleet(List<Group> groups, List<Box> boxes) {
  static final Fleet EMPTY = new Fleet(List.of(), List.of());

  private static final List<String> GROUPS = List.of("app", "db", "edge", "low");
  private static final List<String> BOXES = List.of("api", "cache", "job", "web");
  private static final List<String> CPU = List.of("", "3", "2", "1", "500m", "250m");
  private static final List<String> CPUS = List.of("", "0-3", "0-2", "0-1", "0");
  private static final List<String> MEMORY = List.of("", "256Mi", "64Mi", "100000000", "max");
  private static final List<String> PIDS = List.of("", "64", "max", "100");
  private static final List<String> WEIGHT = List.of("", "50", "100", "333");
  private static final List<String> POLICY = List.of("Always", "OnFailure");

  /**
   * Limits by number; 0 is none.
   *
   * @param burst whether time may be saved up
   * @param swap whether swap is bounded, too
   */
  record Bounds(int cpu, int cpus, int memory, int pids, int weight, boolean burst, boolean swap) {
    static final Bounds NONE = new Bounds(0, 0, 0, 0, 0, false, false);

    /** The same where they may stand below others. */
    Bounds within(Bounds above) {
      int cpuBelow = cpu == 0 ? 0 : Math.max(cpu, above.cpu);
      int cpusBelow = cpus == 0 ? 0 : Math.max(cpus, above.cpus);
      return new Bounds(cpuBelow, cpusBelow, memory, pids, weight, burst, swap);
    }

    /** What bounds whoever is below. */
    Bounds inherited(Bounds above) {
      return new Bounds(
          cpu == 0 ? above.cpu : cpu, cpus == 0 ? above.cpus : cpus, 0, 0, 0, false, false);
    }

    String yaml(String indent) {
      StringBuilder yaml = new StringBuilder();
      List<String> cpuFields = new ArrayList<>();
      add(cpuFields, "max", CPU.get(cpu));
      add(cpuFields, "weight", WEIGHT.get(weight));
      add(cpuFields, "burst", burst && cpu > 0 ? "10ms" : "");
      section(yaml, indent, "cpu", cpuFields);
      List<String> cpuset = new ArrayList<>();
      add(cpuset, "cpus", CPUS.get(cpus));
      section(yaml, indent, "cpuset", cpuset);
      List<String> memoryFields = new ArrayList<>();
      add(memoryFields, "max", MEMORY.get(memory));
      boolean bounded = memory > 0 && !MEMORY.get(memory).equals("max");
      add(memoryFields, "swapMax", swap && bounded ? "16Mi" : "");
      section(yaml, indent, "memory", memoryFields);
      List<String> pidsFields = new ArrayList<>();
      add(pidsFields, "max", PIDS.get(pids));
      section(yaml, indent, "pids", pidsFields);
      return yaml.toString();
    }

    private static void add(List<String> fields, String name, String value) {
      if (!value.isEmpty()) {
        fields.add(name + ": \"" + value + "\"");
      }
    }

    private static void section(
        StringBuilder yaml, String indent, String name, List<String> fields) {
      if (!fields.isEmpty()) {
        yaml.append(indent).append(name).append(": {").append(String.join(", ", fields));
        yaml.append("}\n");
      }
    }
  }

  /**
   * A Cgroup.
   *
   * @param parent which of the groups before it; none when there is no such
   */
  record Group(int parent, Bounds bounds) {}

  /**
   * A Container.
   *
   * @param group which of the groups; none when there is no such
   * @param root 0 none, 1 and 2 a named Rootfs, 3 and more inline
   * @param after which of the containers before it must come first
   */
  record Box(
      int group,
      Bounds bounds,
      int root,
      int args,
      int hostname,
      int policy,
      int after,
      boolean hostPids,
      boolean limited) {}

  /** As applied. */
  DesiredState desired() {
    SourceFile file =
        new SourceFile(
            "fleet.yaml",
            Path.of("/etc/fleet"),
            null,
            yaml().getBytes(StandardCharsets.UTF_8),
            null);
    ParseResult result = Renderer.read(List.of(file));
    if (!result.errors().isEmpty()) {
      throw new AssertionError(result.errors() + "\n" + yaml());
    }
    return result.desired();
  }

  private Bounds inherited(int group) {
    if (group < 0 || group >= groups.size()) {
      return Bounds.NONE;
    }
    Group here = groups.get(group);
    Bounds above = inherited(parent(group));
    return here.bounds.within(above).inherited(above);
  }

  /** Index of the parent; -1 for none. */
  private int parent(int group) {
    int parent = groups.get(group).parent;
    return parent < group ? parent : -1;
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      group(yaml, i);
    }
    if (boxes.stream().anyMatch(box -> box.root == 1 || box.root == 2)) {
      yaml.append(head("Rootfs", "base")).append("  layers: [{directory: /srv/base}]\n");
      yaml.append(head("Rootfs", "more"));
      yaml.append("  from: base\n  layers: [{directory: /srv/app}]\n");
      yaml.append("  initLayer: {files: [{path: /etc/app.conf, content: \"x=1\"}]}\n");
    }
    for (int i = 0; i < boxes.size(); i++) {
      box(yaml, i);
    }
    return yaml.toString();
  }

  private static String head(String kind, String name) {
    return "---\napiVersion: reconcile.dev/v1\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + "}\nspec:\n";
  }

  private void group(StringBuilder yaml, int i) {
    int parent = parent(i);
    yaml.append(head("Cgroup", GROUPS.get(i)));
    if (parent >= 0) {
      yaml.append("  parent: ").append(GROUPS.get(parent)).append('\n');
    } else {
      yaml.append("  lifecycle: managed\n");
    }
    yaml.append(groups.get(i).bounds.within(inherited(parent)).yaml("  "));
  }

  private void box(StringBuilder yaml, int i) {
    Box box = boxes.get(i);
    yaml.append(head("Container", BOXES.get(i)));
    boolean grouped = box.group >= 0 && box.group < groups.size();
    if (grouped) {
      yaml.append("  cgroup: ").append(GROUPS.get(box.group)).append('\n');
    }
    yaml.append(root(box.root));
    yaml.append("  process: {args: [/bin/sleep, \"").append(1000 + box.args).append("\"]");
    if (box.limited) {
      yaml.append(", rlimits: [{type: NOFILE, soft: 256, hard: 512}]");
    }
    yaml.append("}\n");
    yaml.append(box.hostname > 0 ? "  hostname: name-" + box.hostname + "\n" : "");
    yaml.append(box.hostPids ? "  namespaces: {pid: host}\n" : "");
    yaml.append("  restart: {policy: ").append(POLICY.get(box.policy)).append("}\n");
    if (box.after >= 0 && box.after < i) {
      String first = BOXES.get(box.after);
      yaml.append("  dependsOn: [{name: ").append(first).append(", condition: started}]\n");
    }
    String limits = box.bounds.within(inherited(grouped ? box.group : -1)).yaml("    ");
    yaml.append(limits.isEmpty() ? "" : "  resources:\n" + limits);
  }

  private static String root(int root) {
    return switch (root) {
      case 0 -> "";
      case 1 -> "  rootfs: base\n";
      case 2 -> "  rootfs: more\n";
      case 3 -> "  rootfs: {layers: [{directory: /}], writable: {type: tmpfs, size: 1Mi}}\n";
      case 4 -> "  rootfs: {layers: [{directory: /srv/base}], writable: {type: none}}\n";
      default -> "  rootfs: {layers: [{directory: /srv/base}], writable: {type: persistent}}\n";
    };
  }

  @Override
  public String toString() {
    return "\n" + yaml();
  }
}
