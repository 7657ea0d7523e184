package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.CORE;
import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;

import dev.reconcile.fields.FieldType;
import java.util.List;

/** Rows of the core of cgroups and of the controllers pids and freezer. */
final class CoreLimits {
  private static final FieldType COUNT = new FieldType.Int(0, Integer.MAX_VALUE, true);

  private CoreLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
            "pids.max",
            new FieldType.Int(0, 4_194_304, true),
            "max",
            "Most tasks; only fork(2) is refused.",
            v1("pids", "pids.max", NumberCodec.count("pids.max")),
            v2("pids", "pids.max", NumberCodec.count("pids.max")).unit("TasksMax")),
        of(
            "maxDepth",
            COUNT,
            "max",
            "How deep groups may nest below.",
            v2(CORE, "cgroup.max.depth", new NumberCodec("maxDepth", Integer.MAX_VALUE, ""))),
        of(
            "maxDescendants",
            COUNT,
            "max",
            "How many groups there may be below.",
            v2(
                CORE,
                "cgroup.max.descendants",
                new NumberCodec("maxDescendants", Integer.MAX_VALUE, ""))),
        of(
            "frozen",
            new FieldType.Bool(),
            "false",
            "Stops every process below without ending it.",
            v2(CORE, "cgroup.freeze", WordCodec.flag("frozen")),
            v1("freezer", "freezer.state", WordCodec.freezerState())
                .readFrom("freezer.self_freezing")));
  }
}
