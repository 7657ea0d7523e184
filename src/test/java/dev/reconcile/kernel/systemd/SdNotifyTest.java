package dev.reconcile.kernel.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reconcile.kernel.KernelException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the datagrams arrive is for the end-to-end test: Java cannot receive them. */
class SdNotifyTest {
  private static SdNotify with(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return SdNotify.of(environment, 42);
  }

  @Test
  void withoutSystemdNothingIsSent() throws Exception {
    SdNotify nobody = with("WATCHDOG_USEC", "1000000");
    nobody.ready("ready");
    nobody.alive();
    nobody.stopping();
    assertNull(nobody.watchdogPeriod());
  }

  @Test
  void watchdogIsFedTwiceAsOftenAsAsked() {
    assertEquals(
        Duration.ofSeconds(15),
        with("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000000").watchdogPeriod());
  }

  @Test
  void watchdogOfAnotherProcessIsNotOurs() {
    assertNull(
        with("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7")
            .watchdogPeriod());
  }

  @Test
  void vanishedSocketIsNamed() {
    KernelException e =
        assertThrows(
            KernelException.class, () -> with("NOTIFY_SOCKET", "/nowhere/notify").ready("ready"));
    assertEquals("failed to notify /nowhere/notify: ENOENT", e.getMessage());
  }

  @Test
  void relativeSocketIsRefused() {
    assertThrows(KernelException.class, () -> with("NOTIFY_SOCKET", "notify").ready("ready"));
  }
}
