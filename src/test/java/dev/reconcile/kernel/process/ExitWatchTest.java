package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On processes of our own; watching them takes no privilege. */
@Timeout(60)
class ExitWatchTest {
  private static Process sleeper() throws Exception {
    return new ProcessBuilder("sleep", "1000").start();
  }

  private static int pid(Process process) {
    return Math.toIntExact(process.pid());
  }

  @Test
  void endOfAProcessIsToldOnce() throws Exception {
    Process first = sleeper();
    Process second = sleeper();
    try (ExitWatch watch = new ExitWatch()) {
      watch.watch(Map.of("first", pid(first), "second", pid(second)));
      first.destroyForcibly();
      assertEquals(List.of("first"), watch.await());
      second.destroyForcibly();
      assertEquals(List.of("second"), watch.await());
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  @Test
  void processThatIsGoneAlreadyIsNamed() throws Exception {
    Process gone = sleeper();
    gone.destroyForcibly().waitFor();
    try (ExitWatch watch = new ExitWatch()) {
      assertEquals(List.of("gone"), watch.watch(Map.of("gone", pid(gone))));
    }
  }

  @Test
  void anotherProcessUnderTheSameKeyTakesOver() throws Exception {
    Process old = sleeper();
    Process next = sleeper();
    try (ExitWatch watch = new ExitWatch()) {
      watch.watch(Map.of("web", pid(old)));
      watch.watch(Map.of("web", pid(next)));
      old.destroyForcibly().waitFor();
      next.destroyForcibly();
      assertEquals(List.of("web"), watch.await());
      watch.close();
      assertEquals(List.of(), watch.await(), "the old one was forgotten");
    } finally {
      old.destroyForcibly();
      next.destroyForcibly();
    }
  }
}
