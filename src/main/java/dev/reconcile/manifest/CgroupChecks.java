package dev.reconcile.manifest;

import dev.reconcile.model.UnitPaths;
import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.List;

/** What can be wrong between the fields of a Cgroup. */
final class CgroupChecks {
  private static final String COST = "ioCost";

  private CgroupChecks() {}

  static void check(Dict spec, ObjectContext context) {
    List<String> places = new ArrayList<>();
    for (String place : List.of("parent", "path", "unit", "user")) {
      if (context.given("spec." + place)) {
        places.add(place);
      }
    }
    if (places.size() > 1) {
      context.error(
          "spec." + places.getLast(),
          "give at most one of parent, path, unit and user; here are "
              + String.join(" and ", places));
    }
    String unit = spec.text("unit");
    String problem = unit == null ? null : UnitPaths.problem(unit);
    if (problem != null) {
      context.error("spec.unit", problem);
    }
    boolean borrowed = spec.entries().containsKey("unit") || spec.entries().containsKey("user");
    String lifecycle = spec.text("lifecycle", borrowed ? "adopted" : "managed");
    if (context.given("spec.processes") && lifecycle.equals("adopted")) {
      context.error(
          "spec.processes",
          "an adopted group is somebody else's: only limits are set in it; name the processes in a"
              + " managed one");
    }
    LimitChecks.check(spec, "spec", context);
    root(spec, context);
  }

  /** The root group has no limits of its own, and says what I/O costs. */
  private static void root(Dict spec, ObjectContext context) {
    boolean root = "/".equals(spec.text("path"));
    boolean adopted = "adopted".equals(spec.text("lifecycle"));
    if (!spec.items(COST).isEmpty() && !(root && adopted)) {
      context.error(
          "spec." + COST, "only the root cgroup has it; give path: / and lifecycle: adopted");
    } else if (root && !adopted) {
      context.error("spec.path", "the root cgroup can only be adopted; give lifecycle: adopted");
    } else if (root) {
      for (String field : spec.entries().keySet()) {
        if (!List.of("path", "lifecycle", COST).contains(field)) {
          context.error("spec." + field, "the root cgroup has no limits but ioCost; remove it");
        }
      }
    }
  }
}
