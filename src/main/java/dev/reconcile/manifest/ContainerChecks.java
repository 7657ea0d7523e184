package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import dev.reconcile.model.ByteSize;
import dev.reconcile.model.TimeSpan;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.List;

/** What can be wrong between the fields of a Container. */
final class ContainerChecks {
  private static final long SMALLEST_LOG = 4096;

  private ContainerChecks() {}

  static void check(Dict spec, ObjectContext context) {
    namespaces(spec, context);
    if (spec.at("rootfs") instanceof Dict rootfs) {
      RootfsChecks.check(rootfs, "spec.rootfs", context);
    }
    LimitChecks.check(spec.dict("resources"), "spec.resources", context);
    if (!spec.items("resources.ioCost").isEmpty()) {
      context.error("spec.resources.ioCost", "only the root cgroup has it; make it a Cgroup");
    }
    ProcessChecks.check(spec.dict("process"), context);
    MountChecks.check(spec.items("mounts"), context);
    restart(spec.dict("restart"), context);
    Duplicates.check(spec.items("dependsOn"), "name", "spec.dependsOn", context);
    String size = spec.text("logs.maxSize");
    if (size != null && ByteSize.parse(size).bytes() < SMALLEST_LOG) {
      context.error("spec.logs.maxSize", "expected at least " + new ByteSize(SMALLEST_LOG));
    }
  }

  private static void namespaces(Dict spec, ObjectContext context) {
    if (spec.text("namespaces.uts", "private").equals("host") && context.given("spec.hostname")) {
      context.error(
          "spec.hostname",
          "the host's uts namespace has the host's name; remove hostname or namespaces.uts");
    }
    if (spec.text("namespaces.mnt", "private").equals("host")) {
      for (String field : List.of("rootfs", "mounts", "maskedPaths", "readonlyPaths")) {
        boolean empty = spec.at(field) instanceof Value.Seq(List<Value> items) && items.isEmpty();
        if (context.given("spec." + field) && !empty) {
          context.error(
              "spec." + field, "needs a mount namespace of its own; remove it or namespaces.mnt");
        }
      }
    }
  }

  private static void restart(Dict restart, ObjectContext context) {
    TimeSpan first = TimeSpan.parse(restart.text("initialBackoff", "100ms"));
    TimeSpan longest = TimeSpan.parse(restart.text("maxBackoff", "5m"));
    if (first.micros() > longest.micros()) {
      context.error(
          "spec.restart.initialBackoff",
          "expected at most maxBackoff, " + longest + ", not " + Scalars.quote(first.toString()));
    }
  }
}
