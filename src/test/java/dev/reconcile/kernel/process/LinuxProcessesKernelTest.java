package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class LinuxProcessesKernelTest {
  private final Processes processes = new LinuxProcesses(HostRoot.LIVE);

  @Test
  void weSeeOurselves() {
    int self = processes.self();
    assertEquals(processes.namespaces(0), processes.namespaces(self));
    assertEquals(self, Objects.requireNonNull(processes.stat(self).orNull()).pid());
    assertNotEquals(Reading.absent(), processes.cgroups(self));
  }

  @Test
  void namespacesThatWeMayNotSeeAreNotAbsent() throws IOException {
    assumeTrue(refused(Path.of("/proc/1/ns/mnt")), "requires a host that hides /proc/1/ns");
    assertInstanceOf(Reading.Unreadable.class, processes.namespaces(1));
  }

  private static boolean refused(Path link) throws IOException {
    try {
      Files.readSymbolicLink(link);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    }
  }
}
