package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.testing.RealKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which devices a container may open: those of the default list, and what it lists. */
@RealKernel
final class DevicesE2eTest {
  private static final String REFUSED = "Operation not permitted";
  private static final Path V1 = Path.of("/sys/fs/cgroup/devices");

  /** Even one who may make nodes opens no device by that. */
  private static final String TRY =
      "cd /root; mknod null c 1 3; mknod disk b 7 0; echo x > null && echo null;"
          + " head -c 4 /dev/urandom | wc -c; : 3<>/dev/ptmx && echo ptmx;"
          + " head -c 1 disk 2>&1; echo done; exec sleep 1000";

  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private Path manifest(String resources) {
    return sandbox.write(
        "web.yaml",
        """
        apiVersion: reconcile.dev/v1
        kind: Container
        metadata: {name: web}
        spec:
          rootfs: {layers: [{directory: /}]}
          resources: {%s}
          process:
            args: [/bin/sh, -c, "%s"]
            env: {PATH: "/usr/bin:/bin"}
            capabilities: {add: [MKNOD]}
          stop: {gracePeriod: 1s}
        """
            .formatted(resources, TRY));
  }

  private String said() {
    Host.eventually("its last word", () -> sandbox.reconcile("logs", "web").out().contains("done"));
    return sandbox.reconcile("logs", "web").exits(0).out();
  }

  @Test
  void aContainerOpensTheDevicesOfTheDefaultListAndNoOther() {
    sandbox.apply(manifest("")).exits(0);

    assertEquals(
        "null\n4\nptmx\nhead: cannot open 'disk' for reading: " + REFUSED + "\ndone\n", said());
  }

  @Test
  void whatItListsComesOnTop() {
    sandbox
        .apply(manifest("devices: {allow: [{type: b, major: 7, minor: 0, access: r}]}"))
        .exits(0);

    String said = said();
    assertEquals(false, said.contains(REFUSED), said);
    assertEquals(true, said.startsWith("null\n4\nptmx\n"), said);
  }

  @Test
  void everythingIsAllowedOnlyWhereTheManifestSaysSo() {
    sandbox.apply(manifest("devices: {default: allow}")).exits(0);

    assertEquals(false, said().contains(REFUSED));
  }

  @Test
  void whatSomebodyElseAllowsIsSeenAndTakenBack() {
    Path file = manifest("");
    sandbox.apply(file).exits(0);
    int pid = sandbox.pid("web");
    Path leaf = Path.of(V1 + sandbox.cgroup("web"));
    assumeTrue(Files.exists(leaf), "requires the devices controller on v1");
    String before = Host.read(leaf.resolve("devices.list"));

    Host.write(leaf.resolve("devices.allow"), "a");
    sandbox
        .reconcile("diff", "-f", file.toString())
        .exits(1)
        .says("-resources.devices.allow: everything")
        .says("+resources.devices.allow: the default list")
        .shows("drift");
    sandbox.apply(file).exits(0).says("container/web configured");

    assertEquals(before, Host.read(leaf.resolve("devices.list")));
    assertEquals(pid, sandbox.pid("web"));
    sandbox.apply(file).exits(0).says("container/web unchanged");
  }
}
