package dev.reconcile.fields;

import static dev.reconcile.fields.Row.HOST_PATH;
import static dev.reconcile.fields.Row.integer;
import static dev.reconcile.fields.Row.row;
import static dev.reconcile.fields.Row.set;

import java.util.List;

/** CgroupHierarchy. */
final class HierarchyFields {
  private static final FieldType.Matching CONTROLLER =
      new FieldType.Matching(
          "[a-z][a-z0-9_]*", "a controller of /proc/cgroups such as cpu, or all");
  // The kernel takes letters, digits and these, kernel/cgroup/cgroup-v1.c, cgroup1_parse_param.
  private static final FieldType.Matching NAME =
      new FieldType.Matching(
          "[A-Za-z0-9_.-]{1,63}", "at most 63 letters, digits, dots, hyphens and underscores");
  private static final FieldType.Matching OPTION =
      new FieldType.Matching("[a-z][a-z0-9_]*", "a word of /sys/kernel/cgroup/features");

  private HierarchyFields() {}

  static List<Row> rows() {
    return List.of(
        row("version", integer(1, 2), "Of the cgroup interface.").always(),
        row(
            "controllers",
            set(CONTROLLER),
            "What a v1 hierarchy controls: one, several together, or [all]."),
        row("name", NAME, "Of a named v1 hierarchy, which controls nothing."),
        row("mountPoint", HOST_PATH, "Made if absent, and then removed on delete.").always(),
        row(
                "options",
                set(OPTION),
                "Mount options of v2, for the whole host; without them it keeps its own.")
            .live());
  }
}
