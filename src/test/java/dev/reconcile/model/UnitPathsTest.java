package dev.reconcile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As systemd places them, run with systemd 252 and 257. */
class UnitPathsTest {
  @ParameterizedTest
  @CsvSource({
    "app.slice, /app.slice",
    "a-b.slice, /a.slice/a-b.slice",
    "a-b-c.slice, /a.slice/a-b.slice/a-b-c.slice",
    "user-1000.slice, /user.slice/user-1000.slice",
    "my\\x2dapp.slice, /my\\x2dapp.slice",
    "sshd.service, /system.slice/sshd.service",
    "getty@tty1.service, /system.slice/system-getty.slice/getty@tty1.service",
    "systemd-fsck@dev-sda.service,"
        + " /system.slice/system-systemd\\x2dfsck.slice/systemd-fsck@dev-sda.service",
    "run-u1.scope, /system.slice/run-u1.scope",
    "_x.service, /system.slice/__x.service",
    "cpu.service, /system.slice/_cpu.service",
    "cgroup.slice, /_cgroup.slice"
  })
  void of(String unit, String path) {
    assertNull(UnitPaths.problem(unit));
    assertEquals(path, UnitPaths.of(unit));
  }

  @Test
  void sliceOfAUser() {
    assertEquals("/user.slice/user-1000.slice", UnitPaths.ofUser(1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app", ".slice", "a--b.slice", "-a.slice", "a-.slice", "-.slice", "a b.slice"})
  void isNoUnit(String unit) {
    assertNotNull(UnitPaths.problem(unit));
  }
}
