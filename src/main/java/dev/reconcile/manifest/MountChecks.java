package dev.reconcile.manifest;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.List;

/** What can be wrong between the fields of mounts. */
final class MountChecks {
  private static final List<String> BIND_ONLY = List.of("source", "create");

  private MountChecks() {}

  static void check(List<Value> mounts, ObjectContext context) {
    Duplicates.check(mounts, "target", "spec.mounts", context);
    for (int i = 0; i < mounts.size(); i++) {
      if (mounts.get(i) instanceof Dict mount) {
        mount(mount, "spec.mounts[" + i + "]", context);
      }
    }
  }

  private static void mount(Dict mount, String path, ObjectContext context) {
    if ("/".equals(mount.text("target"))) {
      context.error(path + ".target", "the root is not a mount; use rootfs");
    }
    boolean wrongType = mount.at("type") == null && context.given(path + ".type");
    if (wrongType || !context.given(path + ".target")) {
      return;
    }
    if (mount.text("type", "bind").equals("tmpfs")) {
      for (String field : BIND_ONLY) {
        if (context.given(path + "." + field)) {
          context.error(path + "." + field, "only a bind mount has it; remove it");
        }
      }
    } else if (!context.given(path + ".source")) {
      context.error(path, "a bind mount needs a source; add it, or set type: tmpfs");
    }
  }
}
