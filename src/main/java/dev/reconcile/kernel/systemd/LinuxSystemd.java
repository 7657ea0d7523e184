package dev.reconcile.kernel.systemd;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Talks to systemd through its own client, which is there wherever systemd is: root's systemctl(1)
 * makes its D-Bus calls on systemd's private socket, so no bus daemon is needed. Only changes come
 * here, never a look.
 */
public final class LinuxSystemd implements Systemd {
  /** Where {@code set-property --runtime} keeps its drop-ins, systemd.unit(5). */
  private static final Path CONTROL = Path.of("/run/systemd/system.control");

  /**
   * Beside a drop-in of ours: what was there before it, empty for nothing. systemd reads names in
   * {@code .conf} alone.
   */
  private static final String FORMER = ".reconcile-former";

  @Override
  public void set(String unit, List<String> assignments) throws KernelException {
    for (String assignment : assignments) {
      keepFormer(dropIn(unit, assignment.substring(0, assignment.indexOf('='))));
    }
    List<String> command = new ArrayList<>(List.of("systemctl", "set-property", "--runtime"));
    command.add("--");
    command.add(unit);
    command.addAll(assignments);
    run("set " + String.join(" ", assignments) + " of", unit, command);
  }

  @Override
  public void forget(String unit, List<String> properties) throws KernelException {
    for (String property : properties) {
      bringBackFormer(dropIn(unit, property));
    }
    run("reload after", unit, List.of("systemctl", "daemon-reload"));
  }

  private static Path dropIn(String unit, String property) {
    return CONTROL.resolve(unit + ".d").resolve("50-" + property + ".conf");
  }

  private static void keepFormer(Path dropIn) throws KernelException {
    Path former = Path.of(dropIn + FORMER);
    try {
      if (!Files.exists(former)) {
        Files.createDirectories(dropIn.getParent());
        Files.write(former, Files.exists(dropIn) ? Files.readAllBytes(dropIn) : new byte[0]);
      }
    } catch (IOException e) {
      throw new KernelException("write", former.toString(), Errno.symbol(e), "run as root");
    }
  }

  private static void bringBackFormer(Path dropIn) throws KernelException {
    Path former = Path.of(dropIn + FORMER);
    try {
      if (Files.exists(former) && Files.size(former) > 0) {
        Files.move(former, dropIn, StandardCopyOption.REPLACE_EXISTING);
      } else if (Files.deleteIfExists(former)) {
        Files.deleteIfExists(dropIn);
        Files.deleteIfExists(dropIn.getParent());
      }
    } catch (DirectoryNotEmptyException ignored) {
      // Other properties have been set, too.
    } catch (IOException e) {
      throw new KernelException("remove", dropIn.toString(), Errno.symbol(e), "run as root");
    }
  }

  // The parent ends when the sleeper has moved, and that is when a forking service has started: a
  // group with processes could not pass controllers on.
  private static final String KEEP =
      "mkdir -p \"$0\" && { sleep infinity & echo $! >\"$0/cgroup.procs\"; }";

  @Override
  public void delegate(String service, String slice, String keeper) throws KernelException {
    if (status("look at", service, List.of("systemctl", "is-active", "--quiet", "--", service))
        .isEmpty()) {
      return;
    }
    run(
        "start",
        service,
        List.of(
            "systemd-run",
            "--quiet",
            "--unit=" + service,
            "--slice=" + slice,
            "--description=The cgroups of reconcile",
            "--property=Type=forking",
            "--property=Delegate=yes",
            "/bin/sh",
            "-c",
            KEEP,
            keeper));
  }

  @Override
  public void stop(String unit) throws KernelException {
    run("stop", unit, List.of("systemctl", "stop", "--", unit));
  }

  private static void run(String operation, String unit, List<String> command)
      throws KernelException {
    String refusal = status(operation, unit, command);
    if (!refusal.isEmpty()) {
      throw new KernelException(operation, unit, "", "systemd says: " + refusal);
    }
  }

  /** Empty when the command succeeded, else what it said in one line. */
  private static String status(String operation, String unit, List<String> command)
      throws KernelException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return status == 0 ? "" : said.strip().replace('\n', ' ') + " (exit status " + status + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException(operation, unit, "EINTR", "run it again");
    } catch (IOException e) {
      throw new KernelException(
          operation, unit, Errno.symbol(e), "see that " + command.getFirst() + " is installed");
    }
  }
}
