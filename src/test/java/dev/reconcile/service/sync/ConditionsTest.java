package dev.reconcile.service.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
  private static final Instant T0 = Instant.ofEpochSecond(0);
  private static final Instant T1 = Instant.ofEpochSecond(1);
  private static final Instant T2 = Instant.ofEpochSecond(2);

  private static final PassResult APPLIED = new PassResult.Applied("main@sha1:a", 1);

  /** {@code Ready=True(Reason) Reconciling=… Stalled=…}. */
  private static String draw(Conditions conditions) {
    return conditions.all().stream()
        .map(c -> c.type().label() + "=" + c.status().label() + "(" + c.reason() + ")")
        .collect(Collectors.joining(" "));
  }

  private static PassResult failed(Reason reason) {
    return new PassResult.Failed("main@sha1:b", reason, "why");
  }

  @Test
  void firstPassThatSucceeds() {
    Conditions before = Conditions.unknown(T0);
    Conditions during = before.begin(T1);
    assertEquals(
        "Ready=Unknown(Pending) Reconciling=False(Pending) Stalled=False(Pending)", draw(before));
    assertEquals(
        "Ready=Unknown(Pending) Reconciling=True(Progressing) Stalled=False(Pending)",
        draw(during));
    assertEquals(
        "Ready=True(ReconciliationSucceeded) Reconciling=False(Idle)"
            + " Stalled=False(ReconciliationSucceeded)",
        draw(during.end(APPLIED, T2)));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void failureIsNeverReadyAndEitherRetriesOrStalls(Reason reason) {
    Conditions after = Conditions.unknown(T0).begin(T1).end(failed(reason), T2);
    String expected =
        reason.stalls()
            ? "Ready=False(%1$s) Reconciling=False(%1$s) Stalled=True(%1$s)"
            : "Ready=False(%1$s) Reconciling=True(ProgressingWithRetry) Stalled=False(%1$s)";
    assertEquals(expected.formatted(reason.label()), draw(after));
    assertEquals("why", after.ready().message());
  }

  @Test
  void recoveryClearsEverything() {
    Conditions broken = Conditions.unknown(T0).end(failed(Reason.BUILD_FAILED), T1);
    assertEquals(
        "Ready=True(ReconciliationSucceeded) Reconciling=False(Idle)"
            + " Stalled=False(ReconciliationSucceeded)",
        draw(broken.begin(T1).end(APPLIED, T2)));
  }

  @Test
  void retryIsShownAsSuch() {
    Conditions failed = Conditions.unknown(T0).end(failed(Reason.FETCH_FAILED), T1);
    assertEquals("ProgressingWithRetry", failed.begin(T2).reconciling().reason());
  }

  @Test
  void skippedPassLeavesReadyAlone() {
    Conditions applied = Conditions.unknown(T0).end(APPLIED, T1);
    Conditions skipped = applied.begin(T2).end(new PassResult.Skipped("no new revision"), T2);
    assertEquals(applied.ready(), skipped.ready());
  }

  @Test
  void transitionTimeMovesOnlyWithTheStatus() {
    Conditions once = Conditions.unknown(T0).end(APPLIED, T1);
    Conditions twice = once.end(new PassResult.Applied("main@sha1:c", 0), T2);
    assertEquals(T1, twice.ready().lastTransitionTime());
    assertEquals("applied revision main@sha1:c", twice.ready().message());
    assertEquals(T2, twice.end(failed(Reason.REFUSED), T2).ready().lastTransitionTime());
  }
}
