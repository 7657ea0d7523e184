package dev.reconcile.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program under strace(1), descriptors shown with their paths. */
final class Trace {
  private Trace() {}

  /**
   * What a run did.
   *
   * @param changes calls that change the kernel's state: cgroupfs written, mounts, new namespaces
   * @param attached what was written to move processes, {@code FILE TEXT}
   */
  record Traced(Ran ran, List<String> changes, List<String> attached) {}

  /** {@code 4711 write(7</sys/fs/cgroup/pids/…/tasks>, "0", 1) = 1}. */
  private static final Pattern ATTACHED =
      Pattern.compile("write\\(\\d+<([^>]*/(?:cgroup\\.procs|tasks))>, \"([^\"]*)\"");

  static Traced of(Sandbox sandbox, String... args) {
    Path log = sandbox.directory().resolve("strace.log");
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-y", "-qq", "-s", "128", "-o", log.toString()));
    command.addAll(sandbox.command(args));
    Ran ran = sandbox.run(command);
    try {
      List<String> lines = Files.readAllLines(log);
      return new Traced(ran, lines.stream().filter(Trace::changes).toList(), attached(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> attached(List<String> lines) {
    List<String> attached = new ArrayList<>();
    for (String line : lines) {
      Matcher call = ATTACHED.matcher(line);
      if (call.find()) {
        attached.add(call.group(1) + " " + call.group(2));
      }
    }
    return attached;
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
