package dev.reconcile.manifest;

import dev.reconcile.model.Value.Dict;

/** What can be wrong between the fields of a Cgroup. */
final class CgroupChecks {
  private CgroupChecks() {}

  static void check(Dict spec, ObjectContext context) {
    if (context.given("spec.parent") && context.given("spec.path")) {
      context.error("spec.path", "give parent or path, not both");
    }
    LimitChecks.check(spec, "spec", context);
  }
}
