package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import dev.reconcile.live.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CapturedProcessesTest {
  private final Processes hybrid = processes("hybrid");

  private static Processes processes(String host) {
    return new LinuxProcesses(HostRoot.captured(Path.of("src/test/resources/hosts", host)));
  }

  @Test
  void aNameMayHoldParenthesesAndSpaces() {
    assertEquals(
        Reading.of(new ProcessStat(4242, 987654, 'S', 1, "a b) c", false, false)), hybrid.stat(0));
  }

  @Test
  void aCgroupPathMayHoldColons() {
    Map<String, String> paths = Objects.requireNonNull(hybrid.cgroups(0).orNull());
    assertEquals("/build/a:b", paths.get("memory"));
    assertEquals("/", paths.get("name=systemd"));
    assertEquals("/", paths.get("v2"));
  }

  @Test
  void hierarchiesWithSeveralControllersKeepTheirName() {
    Map<String, String> expected =
        Map.of(
            "devices", "/foo.slice",
            "cpu,cpuacct", "/a",
            "name=systemd", "/foo.slice/foo-bar.slice/t1.service",
            "v2", "/foo.slice (deleted)");
    assertEquals(Reading.of(new TreeMap<>(expected)), processes("systemd-hybrid").cgroups(0));
  }

  @Test
  void unlimitedIsMax() {
    Map<String, String> limits = Objects.requireNonNull(hybrid.rlimits(0).orNull());
    assertEquals("20000 20000", limits.get("NOFILE"));
    assertEquals("8388608 max", limits.get("STACK"));
    assertEquals("max max", limits.get("RTTIME"));
    assertEquals(16, limits.size());
  }

  @Test
  void whatIsMissingOfTheCapabilitiesIsNamed() {
    assertEquals(List.of("SYS_RESOURCE"), hybrid.missingCapabilities());
  }

  @Test
  void aProcessThatIsNotThereIsAbsent() {
    assertEquals(Reading.absent(), hybrid.stat(1));
    assertEquals(Reading.absent(), hybrid.namespaces(1));
    assertEquals(Reading.absent(), hybrid.mounts(1));
  }
}
