package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what the kernel answered to a write into its real cause and the next move. */
final class RefusalHint {
  private final CgroupFs fs;

  RefusalHint(CgroupFs fs) {
    this.fs = fs;
  }

  String forWrite(Hierarchy hierarchy, String path, String file, @Nullable Errno errno) {
    return switch (errno) {
      case ENOENT -> missing(hierarchy, path, file);
      case EACCES, EPERM -> "run as root, or have this group delegated";
      case EBUSY -> busy(hierarchy, file);
      case EINVAL, ERANGE ->
          "the kernel does not take this value here; see `reconcile explain cgroup`";
      case ENOSPC -> "set cpuset.cpus and cpuset.mems of this group first";
      case ESRCH -> "the process has ended";
      case EROFS -> "remount the hierarchy read-write";
      case null, default -> "";
    };
  }

  private String missing(Hierarchy hierarchy, String path, String file) {
    if (!fs.exists(hierarchy, path)) {
      return "cgroup " + path + " is not there; apply again";
    }
    String controller = file.substring(0, Math.max(0, file.indexOf('.')));
    if (hierarchy.version() == 1 || controller.equals("cgroup")) {
      return "this kernel does not have " + file + "; remove the limit";
    }
    if (!hierarchy.controllers().contains(controller)) {
      return "controller `"
          + controller
          + "` is not available under "
          + hierarchy.mountPoint()
          + elsewhere(controller);
    }
    if (!listed(fs.read(hierarchy, path, "cgroup.controllers"), controller)) {
      String parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
      return "controller `"
          + controller
          + "` is not enabled in cgroup.subtree_control of "
          + parent
          + "; apply again";
    }
    return "this kernel does not have " + file + "; remove the limit";
  }

  private String elsewhere(String controller) {
    try {
      CgroupHost host = fs.host();
      Hierarchy other = host.of(controller);
      return other == null
          ? "; see `reconcile host` for what this kernel wants"
          : "; it is bound to the hierarchy at " + other.mountPoint();
    } catch (java.io.IOException e) {
      return "";
    }
  }

  private static boolean listed(Reading<String> controllers, String controller) {
    String text = controllers.orNull();
    return text != null && List.of(text.split(" ", -1)).contains(controller);
  }

  private static String busy(Hierarchy hierarchy, String file) {
    if (file.equals("cgroup.subtree_control")) {
      return "a group that holds processes cannot distribute controllers; move them to a child"
          + " group";
    }
    if (file.startsWith("memory.")) {
      return "what is in use is above this limit and cannot be reclaimed; raise it or stop"
          + " something in the group";
    }
    return hierarchy.version() == 1 ? "a child group still uses it; narrow the children first" : "";
  }

  /** Why a directory cannot be removed: what is still in it. */
  String forRemove(Hierarchy hierarchy, String path, List<String> children) {
    List<Integer> processes = fs.processes(hierarchy, path).orNull();
    if (!children.isEmpty()) {
      return "it has child groups " + children + "; remove them first";
    }
    return processes == null || processes.isEmpty()
        ? "its last processes are still ending; try again"
        : "it holds processes " + processes + "; stop them first";
  }

  /** Why a directory cannot be made. */
  static String forMake(@Nullable Errno errno) {
    return switch (errno) {
      case ENOENT -> "its parent is not there; apply again";
      case EAGAIN ->
          "cgroup.max.depth or cgroup.max.descendants of an ancestor is reached; raise it";
      case EACCES, EPERM -> "run as root, or have the parent delegated";
      case EROFS -> "remount the hierarchy read-write";
      case null, default -> "";
    };
  }
}
