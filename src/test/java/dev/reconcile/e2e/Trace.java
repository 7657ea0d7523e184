package dev.reconcile.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program under strace(1), descriptors shown with their paths. */
final class Trace {
  private Trace() {}

  /** Calls of a run that change the kernel's state: cgroupfs written, mounts, new namespaces. */
  record Traced(Ran ran, List<String> changes) {}

  static Traced of(Sandbox sandbox, String... args) {
    Path log = sandbox.directory().resolve("strace.log");
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-y", "-qq", "-s", "128", "-o", log.toString()));
    command.addAll(sandbox.command(args));
    Ran ran = sandbox.run(command);
    try {
      return new Traced(ran, Files.readAllLines(log).stream().filter(Trace::changes).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 4711 openat(AT_FDCWD</tmp>, "/sys/fs/cgroup/…", O_WRONLY) = 7</sys/fs/cgroup/…>}. */
  private static boolean changes(String line) {
    String call = line.substring(line.indexOf(' ') + 1).stripLeading();
    String name = call.contains("(") ? call.substring(0, call.indexOf('(')) : "";
    return switch (name) {
      case "open", "openat", "openat2", "creat" ->
          call.contains("/sys/fs/cgroup")
              && (call.contains("O_WRONLY") || call.contains("O_RDWR") || name.equals("creat"));
      case "mkdir",
          "mkdirat",
          "rmdir",
          "rename",
          "renameat",
          "renameat2",
          "setxattr",
          "lsetxattr",
          "fsetxattr",
          "mount",
          "umount2",
          "fsmount",
          "move_mount",
          "open_tree",
          "pivot_root",
          "unshare",
          "sethostname" ->
          true;
      case "clone", "clone3" -> call.contains("CLONE_NEW");
      default -> false;
    };
  }
}
