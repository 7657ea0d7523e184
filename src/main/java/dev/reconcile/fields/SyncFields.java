package dev.reconcile.fields;

import static dev.reconcile.fields.Row.BOOL;
import static dev.reconcile.fields.Row.CRON;
import static dev.reconcile.fields.Row.DURATION;
import static dev.reconcile.fields.Row.HOST_PATH;
import static dev.reconcile.fields.Row.LABEL;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.list;
import static dev.reconcile.fields.Row.row;
import static dev.reconcile.fields.Row.set;

import java.util.ArrayList;
import java.util.List;

/** Sync. All of it is live: the next pass reads it. */
final class SyncFields {
  private static final FieldType.Matching URL =
      new FieldType.Matching(
          "(https?|ssh|git|file)://\\S+|/\\S*|[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:\\S+",
          "a URL (https, ssh, git or file), user@host:path or an absolute path");

  private SyncFields() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Row row : SOURCE) {
      rows.add(row.live());
    }
    for (Row row : PASS) {
      rows.add(row.live());
    }
    for (Row row : LATER) {
      rows.add(row.live().later());
    }
    return rows;
  }

  private static final List<Row> SOURCE =
      List.of(
          row("git", SECTION, "A Git repository."),
          row("git.url", URL, "Its URL, or a path.").always(),
          row("git.ref", SECTION, "Which commit; absent: branch main."),
          row("git.ref.branch", TEXT, "The head of a branch."),
          row("git.ref.tag", TEXT, "A tag."),
          row(
              "git.ref.commit",
              new FieldType.Matching("[0-9a-f]{40}([0-9a-f]{24})?", "a full commit hash"),
              "One commit."),
          row("git.ref.semver", TEXT, "The highest tag in a range.").later(),
          row("git.auth", new FieldType.FreeMap(TEXT), "Credentials.").later().hidden(),
          row("git.verify", SECTION, "Signatures that a commit must have.").later(),
          row("git.verify.mode", choice("head"), "Which commits."),
          row("git.verify.keys", set(HOST_PATH), "Files of allowed signers."),
          row("path", new FieldType.TreePath(), "Directory within the repository.").byDefault("."),
          row(
              "directory",
              HOST_PATH,
              "A directory of manifests on this host, instead of git and path."));

  private static final List<Row> PASS =
      List.of(
          row("interval", DURATION, "Between two passes; absent and no cron: 1m."),
          row("cron", CRON, "When a pass begins, instead of interval."),
          row("retryInterval", DURATION, "After a pass that failed.").byDefault("10s"),
          row("timeout", DURATION, "Of one pass.").byDefault("3m"),
          row("prune", BOOL, "Whether what this Sync owns and no file names is deleted.")
              .byDefault("true"),
          row("maxDeletes", Row.COUNT_OR_MAX, "A pass that would delete more stops; max: no bound.")
              .byDefault("10"),
          row("suspend", BOOL, "Whether passes rest.").byDefault("false"),
          row("selfHeal", BOOL, "Whether drift is put right between changes.").byDefault("true"));

  private static final List<Row> LATER =
      List.of(
          row("patches", list(TEXT), "Partial documents merged by identity, and whole new ones."),
          row("substitute", SECTION, "Variables in values."),
          row("substitute.from", list(TEXT), "Files of variables."),
          row("substitute.vars", new FieldType.FreeMap(TEXT), "Variables."),
          row("dependsOn", set(LABEL), "Syncs that must be ready first."),
          row("windows", new FieldType.SectionList(true), "When passes may run."),
          row("windows[].cron", CRON, "When it opens.").always(),
          row("windows[].duration", DURATION, "How long it stays open.").always(),
          row("windows[].allow", BOOL, "Whether passes run in it or outside of it."),
          row("onFailure", SECTION, "What follows a pass that failed."),
          row("onFailure.rollback", BOOL, "Whether the last good revision is applied."),
          row("notify", new FieldType.SectionList(true), "Who is told."),
          row("notify[].webhook", TEXT, "A URL.").hidden(),
          row("notify[].on", set(choice("failed", "recovered")), "About what."));
}
