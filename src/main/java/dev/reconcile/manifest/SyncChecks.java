package dev.reconcile.manifest;

import dev.reconcile.model.TimeSpan;
import dev.reconcile.model.Value.Dict;
import java.util.List;

/** What can be wrong between the fields of a Sync. */
final class SyncChecks {
  private static final long SECOND = 1_000_000;

  private SyncChecks() {}

  static void check(Dict spec, ObjectContext context) {
    if (Given.count(context, "spec", "git", "directory") != 1) {
      context.error("spec.directory", "expected exactly one of git and directory");
    }
    if (!spec.text("path", ".").equals(".") && !context.given("spec.git")) {
      context.error("spec.path", "a path within a repository needs git; use directory alone");
    }
    if (Given.count(context, "spec.git.ref", "branch", "tag", "commit", "semver") > 1) {
      context.error("spec.git.ref", "expected one of branch, tag and commit");
    }
    if (Given.count(context, "spec", "interval", "cron") > 1) {
      context.error("spec.cron", "give interval or cron, not both");
    }
    cron(spec, context);
    for (String field : List.of("interval", "retryInterval", "timeout")) {
      if (TimeSpan.parse(spec.text(field, "1s")).micros() < SECOND) {
        context.error("spec." + field, "expected at least 1s");
      }
    }
  }

  private static void cron(Dict spec, ObjectContext context) {
    String cron = spec.text("cron");
    try {
      if (cron != null) {
        CronCheck.check(cron);
      }
    } catch (IllegalArgumentException e) {
      context.error("spec.cron", String.valueOf(e.getMessage()));
    }
  }
}
