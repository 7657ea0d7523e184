package dev.reconcile.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** v2's devices on the real kernel: a hybrid host asks its programs too. */
@Tag("kernel")
class DeviceFilterKernelTest {
  private static final String NULL_ONLY = "default deny\nallow c 1:3 rwm";

  private final CgroupFs fs = new LinuxCgroupFs(HostRoot.LIVE);
  private final String path = "/reconcile-devicetest-" + ProcessHandle.current().pid();
  private @Nullable Hierarchy unified;

  @BeforeEach
  void makeOneGroup() throws IOException {
    RealKernel.assumeRoot();
    unified = fs.host().unified();
    assumeTrue(unified != null, "requires a mounted v2 hierarchy");
    fs.make(unified(), path);
  }

  private Hierarchy unified() {
    if (unified == null) {
      throw new IllegalStateException("no v2 hierarchy");
    }
    return unified;
  }

  @AfterEach
  void removeIt() throws IOException {
    if (unified != null) {
      fs.remove(unified, path);
    }
  }

  @Test
  void whatIsNotAllowedIsRefusedByTheKernel() throws Exception {
    assertEquals("ok ok", opens());
    write(NULL_ONLY);
    assertEquals("ok refused", opens());
    write("default deny\nallow c 1:3 rwm\nallow c 1:5 r");
    assertEquals("ok ok", opens());
    write("default allow\ndeny c 1:3 w\ndeny c 1:5 w");
    assertEquals("refused ok", opens());
    write(DeviceRules.NO_PROGRAM);
    assertEquals("ok ok", opens());
  }

  @Test
  void whatIsInForceIsReadFromTheKernel() throws IOException {
    assertEquals(Reading.of(DeviceRules.NO_PROGRAM), read());
    write(NULL_ONLY);
    assertEquals(Reading.of(DeviceRules.readBack(NULL_ONLY)), read());
    write(NULL_ONLY);
    assertEquals(Reading.of(DeviceRules.readBack(NULL_ONLY)), read());
    write(DeviceRules.NO_PROGRAM);
    assertEquals(Reading.of(DeviceRules.NO_PROGRAM), read());
    assertEquals(Reading.absent(), fs.read(unified(), path + "/gone", DeviceRules.FILE));
  }

  private void write(String text) throws IOException {
    fs.write(unified(), path, DeviceRules.FILE, text);
  }

  private Reading<String> read() {
    return fs.read(unified(), path, DeviceRules.FILE);
  }

  /** A process in the group opens /dev/null for writing and /dev/zero for reading. */
  private String opens() throws IOException, InterruptedException {
    String script =
        "echo 0 > "
            + unified().directory(path)
            + "/cgroup.procs; (: > /dev/null) 2>&- && printf ok || printf refused; "
            + "(: < /dev/zero) 2>&- && printf ' ok' || printf ' refused'";
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    String said = new String(shell.getInputStream().readAllBytes());
    assertEquals(0, shell.waitFor());
    return said;
  }
}
