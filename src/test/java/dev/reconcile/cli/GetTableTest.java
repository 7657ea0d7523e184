package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Text;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GetTableTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final Item WEB =
      Item.of(
          Fixtures.container("web", "/bin/sleep"),
          Dict.EMPTY
              .with("phase", new Text("Running"))
              .with("ready", new Bool(true))
              .with("restarts", new Num(2))
              .with("pid", new Num(4711))
              .with("startedAt", new Text("2026-11-23T09:30:00Z"))
              .with("cgroup", new Text("/reconcile/web"))
              .with("owner", new Text("applyset/default"))
              .with("source", new Text("web.yaml:12")));

  private static final Item WAITING =
      Item.of(
          Fixtures.container("db", "/bin/db"),
          Dict.EMPTY.with("phase", new Text("Pending")).with("ready", new Bool(false)));

  private static final Item APP =
      Item.of(
          Fixtures.cgroup("app", "64Mi"),
          Dict.EMPTY
              .with("cgroup", new Text("/reconcile/app"))
              .with(
                  "values",
                  Dict.EMPTY.with("memory.max", new Text("32Mi")).with("pids.max", new Text("9"))));

  @Test
  void containers() {
    assertEquals(
        """
        NAME  PHASE    READY  RESTARTS  PID   AGE
        web   Running  true   2         4711  2h
        db    Pending  false  -         -     -
        """,
        new GetTable(false, false, NOW).of(Kind.CONTAINER, List.of(WEB, WAITING)));
  }

  @Test
  void wideContainersOfManyKinds() {
    assertEquals(
        """
        NAME           PHASE    READY  RESTARTS  PID   AGE  REASON  CGROUP          OWNER             SOURCE
        container/web  Running  true   2         4711  2h   -       /reconcile/web  applyset/default  web.yaml:12
        """,
        new GetTable(true, true, NOW).of(Kind.CONTAINER, List.of(WEB)));
  }

  @Test
  void cgroupsShowTheLimitsOfTheirManifestAsTheKernelHasThem() {
    assertEquals(
        """
        NAME  PATH            LIMITS
        app   /reconcile/app  memory.max=32Mi
        """,
        new GetTable(false, false, NOW).of(Kind.CGROUP, List.of(APP)));
  }

  @Test
  void nothingIsNoTable() {
    assertEquals("", new GetTable(true, true, NOW).of(Kind.SYNC, List.of()));
  }
}
