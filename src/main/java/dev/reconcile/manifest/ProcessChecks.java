package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.List;

/** What can be wrong between the fields of a process. */
final class ProcessChecks {
  private static final int PERMISSIONS = 0777;

  private ProcessChecks() {}

  static void check(Dict process, ObjectContext context) {
    if (process.at("args") instanceof Value.Seq(List<Value> args)
        && (args.isEmpty() || "".equals(Value.scalar(args.getFirst())))) {
      context.error("spec.process.args", "expected at least the program");
    }
    for (String name : process.dict("env").entries().keySet()) {
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        context.error(
            "spec.process.env." + name,
            "expected the name of a variable, without '=', not " + Scalars.quote(name));
      }
    }
    if (Integer.parseInt(process.text("umask", "0"), 8) > PERMISSIONS) {
      context.error("spec.process.umask", "expected at most 0777");
    }
    rlimits(process.items("rlimits"), context);
  }

  private static void rlimits(List<Value> rlimits, ObjectContext context) {
    Duplicates.check(rlimits, "type", "spec.process.rlimits", context);
    for (int i = 0; i < rlimits.size(); i++) {
      if (rlimits.get(i) instanceof Dict limit
          && limit.at("soft") instanceof Value soft
          && limit.at("hard") instanceof Value hard
          && bound(soft) > bound(hard)) {
        context.error(
            "spec.process.rlimits[" + i + "].soft",
            "expected at most hard, " + Value.scalar(hard) + ", not " + Value.scalar(soft));
      }
    }
  }

  /** Anything but a number is {@code max}. */
  private static double bound(Value value) {
    return value instanceof Value.Num(long number) ? number : Double.POSITIVE_INFINITY;
  }
}
