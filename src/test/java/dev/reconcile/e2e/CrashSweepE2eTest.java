package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL to the whole process group of a run of 12 containers at its Nth system call that creates,
 * mounts, clones, writes or renames; then one full run, after which all is as it should be. Every N
 * until a run completes takes long: {@code RECONCILE_SWEEP=full} does it, else N grows by half.
 */
@RealKernel
final class CrashSweepE2eTest {
  private static final int CONTAINERS = 12;
  private static final boolean FULL = "full".equals(System.getenv("RECONCILE_SWEEP"));

  /** strace counts each of them by itself, in each thread and process by itself. */
  private static final String CALLS =
      "mkdir,mkdirat,rmdir,rename,renameat,renameat2,unlink,unlinkat,mknodat,symlinkat,mount,fsmount,"
          + "move_mount,pivot_root,clone,clone3,vfork,unshare,execve,write,pwrite64,fsync,fdatasync,"
          + "setxattr,lsetxattr,sethostname,kill,pidfd_send_signal";

  private final Sandbox sandbox = new Sandbox();
  private Path file = Path.of("");

  @BeforeEach
  void write() {
    StringBuilder yaml = new StringBuilder(Manifests.rootfs("base"));
    yaml.append(Manifests.cgroup("app", "256Mi"));
    for (int i = 1; i <= CONTAINERS; i++) {
      yaml.append(Manifests.container("web-" + i, "exec sleep 1000"));
    }
    file = sandbox.write("web.yaml", yaml.toString());
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void aKilledApplyIsFinishedByTheNext() throws Exception {
    String mounts = Host.mountTable();
    int kills = 0;
    for (int n = 1; ; n = next(n)) {
      boolean completed = killedAt(n, "apply", "-f", file.toString());
      sandbox.apply(file).exits(0);
      assertAllRunOnce("killed at " + n);
      sandbox.apply(file).exits(0).says("14 unchanged");
      assertEquals(mounts, Host.mountTable(), "killed at " + n);
      sandbox.reconcile("delete", "-f", file.toString()).exits(0);
      assertEquals(List.of(), sandbox.leftovers(), "killed at " + n);
      if (completed) {
        break;
      }
      kills++;
    }
    assertTrue(kills > 5, "only " + kills + " runs were killed");
  }

  @Test
  void aKilledDeleteIsFinishedByTheNext() throws Exception {
    int kills = 0;
    for (int n = 1; ; n = next(n)) {
      sandbox.apply(file).exits(0);
      boolean completed = killedAt(n, "delete", "-f", file.toString());
      sandbox.reconcile("delete", "-f", file.toString()).exits(0);
      assertEquals(List.of(), sandbox.leftovers(), "killed at " + n);
      if (completed) {
        break;
      }
      kills++;
    }
    assertTrue(kills > 3, "only " + kills + " runs were killed");
  }

  @Test
  void twoAppliesAtOnceAreBothRight() throws Exception {
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      File out = sandbox.directory().resolve("both.out." + i).toFile();
      File err = sandbox.directory().resolve("both.err." + i).toFile();
      runs.add(sandbox.start(sandbox.command("apply", "-f", file.toString()), out, err));
    }
    for (int i = 0; i < 2; i++) {
      int number = i;
      assertEquals(
          0,
          runs.get(i).waitFor(),
          () -> Host.read(sandbox.directory().resolve("both.err." + number)));
    }
    assertAllRunOnce("two at once");
    sandbox.apply(file).exits(0).says("14 unchanged");
  }

  private static int next(int n) {
    return FULL ? n + 1 : n + Math.max(1, n / 2);
  }

  /** Each leaf holds one process, and each is the PID that get tells. */
  private void assertAllRunOnce(String when) {
    Set<Integer> pids = new HashSet<>();
    for (int i = 1; i <= CONTAINERS; i++) {
      List<Integer> inside = Host.processes(sandbox.cgroup("app/web-" + i));
      assertEquals(1, inside.size(), when + ": processes of web-" + i + ": " + inside);
      pids.addAll(inside);
    }
    assertEquals(pids, new HashSet<>(Host.processes(sandbox.cgroup("app"))), when);
    long monitors =
        sandbox.processes().stream().filter(process -> process.contains("monitor")).count();
    assertEquals(CONTAINERS, monitors, when + ": monitors");
  }

  /**
   * Runs the program in a process group of its own under strace(1) and ends the group when the
   * injected signal has ended the program or one of its children.
   *
   * @return whether the run came to its end by itself
   */
  private boolean killedAt(int n, String... args) throws IOException, InterruptedException {
    File out = sandbox.directory().resolve("swept.out").toFile();
    File err = sandbox.directory().resolve("swept.err").toFile();
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                "/dev/null",
                "-e",
                "inject=" + CALLS + ":signal=KILL:when=" + n));
    command.addAll(sandbox.command(args));
    Process strace = sandbox.start(command, out, err);
    ProcessHandle program = program(strace);
    program.onExit().join();
    killGroup(strace.pid());
    strace.waitFor();
    return Host.read(out.toPath()).contains("14 ");
  }

  /** strace has other children before it, by which it finds out what the kernel can do. */
  private static ProcessHandle program(Process strace) {
    List<ProcessHandle> found = new ArrayList<>();
    Host.eventually(
        "the program under strace",
        () -> {
          strace.children().filter(CrashSweepE2eTest::isJava).forEach(found::add);
          return !found.isEmpty() || !strace.isAlive();
        });
    return found.isEmpty() ? strace.toHandle() : found.getFirst();
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  /** kill(1) with a negative PID: every process of the group. */
  private static void killGroup(long group) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-KILL", "--", "-" + group)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
