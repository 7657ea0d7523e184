package dev.reconcile.manifest;

import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Value.Dict;
import java.util.List;

/** What can be wrong between the fields of a CgroupHierarchy. */
final class HierarchyChecks {
  private HierarchyChecks() {}

  static void check(Dict spec, ObjectContext context) {
    if (spec.number("version", 2) == 2) {
      for (String field : List.of("controllers", "name")) {
        if (context.given("spec." + field)) {
          context.error(
              "spec." + field,
              "v2 has one hierarchy for every controller that v1 does not have; remove it");
        }
      }
    } else {
      v1(spec, context);
    }
    String mountPoint = spec.text("mountPoint", "");
    if (mountPoint.equals("/")) {
      context.error("spec.mountPoint", "the root of the file system cannot be mounted over");
    }
  }

  private static void v1(Dict spec, ObjectContext context) {
    if (context.given("spec.options")) {
      context.error("spec.options", "these are options of v2; remove them");
    }
    if (Given.count(context, "spec", "controllers", "name") != 1) {
      context.error(
          "spec.controllers", "expected exactly one of controllers and name on version 1");
      return;
    }
    List<String> controllers = spec.texts("controllers");
    if (context.given("spec.controllers") && controllers.isEmpty()) {
      context.error("spec.controllers", "expected at least one controller, or [all]");
    }
    if (controllers.contains(CgroupHierarchy.ALL) && controllers.size() > 1) {
      context.error("spec.controllers", "all stands alone; remove the others");
    }
  }
}
