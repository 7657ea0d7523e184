package dev.reconcile.kernel.systemd;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.SmallFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether systemd owns the cgroup tree, and where our groups are then. */
public final class SystemdHost {
  /** Above all our groups where nobody owns the tree. */
  public static final String ROOT = "/reconcile";

  /**
   * Above all our groups where systemd does: it would take controllers away from a group of ours
   * beside its own, and from one in a slice, too. What is below a service with {@code Delegate=yes}
   * it leaves alone. The slice is for whoever wants to bound all containers together.
   */
  public static final String DELEGATED = "/reconcile.slice/reconcile-groups.service";

  private SystemdHost() {}

  /**
   * sd_booted(3) looks for the directory alone; but in a PID namespace of its own, PID 1 is
   * somebody else.
   */
  public static boolean isInit(HostRoot root) {
    return Files.isDirectory(Path.of(root.at("/run/systemd/system")), LinkOption.NOFOLLOW_LINKS)
        && "systemd".equals(SmallFile.read(root.proc(1, "comm"), String::strip).orNull());
  }

  /** The cgroup root that is taken when none is asked for. */
  public static String cgroupRoot() {
    return isInit(HostRoot.LIVE) ? DELEGATED : ROOT;
  }
}
