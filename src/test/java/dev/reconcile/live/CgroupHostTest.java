package dev.reconcile.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupHostTest {
  private static final CgroupHost SYSTEMD = new CgroupHost(List.of(), true);

  @ParameterizedTest
  @CsvSource({
    "/user.slice, user.slice",
    "/user.slice/user-1000.slice, user-1000.slice",
    "/user.slice/user-1000.slice/session-1.scope, session-1.scope",
    "/system.slice/nginx.service, nginx.service",
    "/init.scope, init.scope"
  })
  void slicesServicesAndScopesAreUnits(String path, String unit) {
    assertEquals(unit, SYSTEMD.unit(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/reconcile",
        "/reconcile.slice/reconcile-groups.service/web",
        "/reconcile.slice/reconcile-groups.service/web.service",
        "/user.slice/user-1000.slice/user@1000.service/app.slice"
      })
  void whatIsBelowAServiceIsNotSystemds(String path) {
    assertNull(SYSTEMD.unit(path));
  }

  @Test
  void withoutSystemdThereAreNoUnits() {
    assertNull(new CgroupHost(List.of()).unit("/user.slice"));
  }
}
