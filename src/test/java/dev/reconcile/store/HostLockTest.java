package dev.reconcile.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLockTest {
  @TempDir Path directory;

  @Test
  void anotherThreadWaitsAndThenGivesUp() throws Exception {
    try (HostLock _ = HostLock.acquire(directory, Duration.ofSeconds(5))) {
      CompletableFuture<Boolean> other =
          CompletableFuture.supplyAsync(() -> isRefused(Duration.ofMillis(1)));
      assertTrue(other.get());
    }
    HostLock.acquire(directory, Duration.ofSeconds(5)).close();
  }

  private boolean isRefused(Duration timeout) {
    assertThrows(LockException.class, () -> HostLock.acquire(directory, timeout).close());
    return true;
  }

  @Test
  void anotherProcessIsNamed() throws Exception {
    Process holder = holder();
    try {
      LockException refused =
          assertThrows(
              LockException.class,
              () -> HostLock.acquire(directory, Duration.ofMillis(50)).close());
      assertTrue(
          String.valueOf(refused.getMessage()).contains("PID " + holder.pid()),
          refused.getMessage());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    HostLock.acquire(directory, Duration.ofSeconds(5)).close();
  }

  /** Another JVM that takes the lock, says so, and keeps it until it is killed. */
  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    assertTrue("held".equals(process.inputReader().readLine()));
    return process;
  }

  /** The other process. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (HostLock _ = HostLock.acquire(Path.of(args[0]), Duration.ofSeconds(5))) {
        System.out.println("held");
        Thread.sleep(Duration.ofHours(1));
      }
    }
  }
}
