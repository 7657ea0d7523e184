package dev.reconcile.fields;

import static dev.reconcile.fields.Row.BOOL;
import static dev.reconcile.fields.Row.CONTAINER_PATH;
import static dev.reconcile.fields.Row.DURATION;
import static dev.reconcile.fields.Row.ID;
import static dev.reconcile.fields.Row.MODE;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.integer;
import static dev.reconcile.fields.Row.list;
import static dev.reconcile.fields.Row.row;
import static dev.reconcile.fields.Row.set;

import java.util.ArrayList;
import java.util.List;

/** {@code process} of a Container. */
final class ProcessFields {
  private static final FieldType.Matching USER =
      new FieldType.Matching(
          "[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?",
          "a user name or uid, optionally with :group or :gid");

  /**
   * RLIM_INFINITY is {@code max}; the kernel's numbers are unsigned, those beyond a long mean no
   * bound.
   */
  private static final FieldType.Int RLIMIT = new FieldType.Int(0, Long.MAX_VALUE, true);

  private ProcessFields() {}

  static List<Row> rows() {
    List<String> capabilities = new ArrayList<>(Names.CAPABILITIES);
    capabilities.add("ALL");
    FieldType.Named capability = new FieldType.Named("CAP_", capabilities);
    return List.of(
        row("process", SECTION, "The process that it runs.").byDefault("{}"),
        row("process.args", list(TEXT), "Program and arguments.").always(),
        row(
                "process.env",
                new FieldType.FreeMap(new FieldType.ScalarOrSection(TEXT)),
                "The environment; nothing else is in it.")
            .byDefault("{}"),
        row("process.env.*.secret", TEXT, "NAME/KEY of a Secret.").later(),
        row("process.cwd", CONTAINER_PATH, "Working directory.").byDefault("/"),
        row("process.user", USER, "Looked up inside the rootfs.").byDefault("0"),
        row("process.additionalGids", set(ID), "Supplementary groups.").byDefault("[]"),
        row("process.umask", MODE, "Permission bits to clear.").byDefault("0022"),
        row("process.noNewPrivileges", BOOL, "PR_SET_NO_NEW_PRIVS, prctl(2).").byDefault("true"),
        row("process.capabilities", SECTION, "Changes to the default set, capabilities(7).")
            .byDefault("{}"),
        row("process.capabilities.drop", set(capability), "Taken away; ALL first.").byDefault("[]"),
        row("process.capabilities.add", set(capability), "Added afterwards.").byDefault("[]"),
        row("process.seccomp", SECTION, "System call filter."),
        row(
                "process.seccomp.profile",
                new FieldType.Choice(List.of("unconfined"), List.of("default", "/", ".")),
                "Which filter.")
            .always(),
        row(
                "process.rlimits",
                new FieldType.SectionList(false),
                "Limits of getrlimit(2); those not listed are not touched.")
            .live()
            .keyed("type")
            .byDefault("[]"),
        row("process.rlimits[].type", new FieldType.Named("RLIMIT_", Names.RLIMITS), "Which limit.")
            .live()
            .always(),
        row("process.rlimits[].soft", RLIMIT, "What holds.").live().always(),
        row("process.rlimits[].hard", RLIMIT, "What soft may be raised to.").live().always(),
        row("process.oomScoreAdj", integer(-1000, 1000), "/proc/PID/oom_score_adj."),
        row("process.nice", integer(-20, 19), "nice(2)."),
        row("process.ioPriority", SECTION, "ioprio_set(2)."),
        row(
                "process.ioPriority.class",
                choice("realtime", "best-effort", "idle"),
                "Scheduling class.")
            .always(),
        row("process.ioPriority.priority", integer(0, 7), "0 is the highest.").byDefault("4"),
        row("process.timeout", DURATION, "The longest that one run may take.").later());
  }
}
