package dev.reconcile.service.sync;

import static dev.reconcile.service.sync.SyncFixture.flag;
import static dev.reconcile.service.sync.SyncFixture.group;
import static dev.reconcile.service.sync.SyncFixture.groups;
import static dev.reconcile.service.sync.SyncFixture.refusal;
import static dev.reconcile.service.sync.SyncFixture.report;
import static dev.reconcile.service.sync.SyncFixture.revision;
import static dev.reconcile.service.sync.SyncFixture.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Sync;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.service.sync.SyncFixture.Recorder;
import dev.reconcile.service.sync.SyncFixture.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncWorkerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant NEXT = NOW.plusSeconds(60);

  @TempDir Path stateDir;
  private final Source source = new Source();
  private final Recorder engine = new Recorder();

  private SyncWorker worker(Sync sync) throws IOException {
    return new SyncWorker(
        sync,
        engine,
        source,
        SyncStateFile.of(stateDir, sync.metadata().name()),
        InstantSource.fixed(NOW));
  }

  private SyncWorker worker() throws IOException {
    return worker(sync("shop", Dict.EMPTY));
  }

  private static PassResult pass(SyncWorker worker) throws IOException {
    return worker.pass(result -> NEXT);
  }

  private static String ready(SyncWorker worker) {
    return worker.state().conditions().ready().reason();
  }

  @Test
  void goodRevisionIsAppliedWithPruneAndRecorded() throws Exception {
    source.says(revision("r1", "a", "b"));
    SyncWorker worker = worker();
    assertEquals(new PassResult.Applied("r1", 0), pass(worker));
    assertEquals(List.of("prune a b"), engine.asked);

    SyncState kept = SyncStateFile.of(stateDir, "shop").read();
    assertEquals(worker.state(), kept, "what is on disk is what is in memory");
    assertEquals("r1", worker.state().lastAppliedRevision());
    assertEquals("r1", worker.state().lastAttemptedRevision());
    assertEquals(NEXT, worker.state().nextRun());
  }

  @Test
  void everyPassLooksForDrift() throws Exception {
    source.says(revision("r1", "a"));
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    assertEquals(List.of("prune a", "prune a"), engine.asked);
  }

  @Test
  void pruneFalsePrunesNothing() throws Exception {
    source.says(revision("r1", "a"));
    pass(worker(sync("shop", flag("prune", false))));
    assertEquals(List.of("keep a"), engine.asked);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"FETCH_FAILED", "BUILD_FAILED", "NO_OBJECTS", "PATH_NOT_FOUND", "UNSAFE_SOURCE"})
  void brokenHeadKeepsTheLastGoodRevisionInForce(Reason reason) throws Exception {
    source.says(revision("r1", "a")).breaks(reason);
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);

    assertEquals(List.of("prune a", "keep a"), engine.asked, "healed, nothing pruned");
    assertEquals(reason.label(), ready(worker));
    assertEquals("broken on purpose", worker.state().conditions().ready().message());
    assertEquals("r1", worker.state().lastAppliedRevision());
    assertEquals("bad", worker.state().lastAttemptedRevision());
  }

  @Test
  void lastGoodRevisionIsHealedAfterARestartToo() throws Exception {
    source.says(revision("r1", "a")).breaks(Reason.FETCH_FAILED);
    pass(worker());
    engine.asked.clear();

    SyncWorker restarted = worker();
    pass(restarted);
    restarted.heal(Set.of(group("a"), group("stranger")));

    assertEquals(List.of("keep a", "keep a"), engine.asked);
    assertEquals("r1", restarted.state().lastAppliedRevision());
  }

  @Test
  void brokenHeadBeforeAnyGoodOneTouchesNothing() throws Exception {
    source.breaks(Reason.BUILD_FAILED);
    pass(worker());
    assertEquals(List.of(), engine.asked);
  }

  @Test
  void recoveryFollowsTheNewHead() throws Exception {
    source.says(revision("r1", "a")).breaks(Reason.BUILD_FAILED).says(revision("r3", "a", "c"));
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    pass(worker);
    assertEquals(List.of("prune a", "keep a", "prune a c"), engine.asked);
    assertEquals("ReconciliationSucceeded", ready(worker));
  }

  @Test
  void refusedRevisionIsNotInForce() throws Exception {
    source.says(revision("r1", "a")).says(revision("r2", "b"));
    engine
        .answers(report(groups("a"), Verdict.CREATED, ""))
        .answers(refusal(group("b"), "controller memory is not on this host"))
        .answers(report(groups("a"), Verdict.UNCHANGED, ""));
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    assertEquals(List.of("prune a", "prune b", "keep a"), engine.asked);
    assertEquals("Refused", ready(worker));
    assertEquals(groups("a"), worker.inForce());
  }

  @Test
  void objectOfAnotherOwnerStalls() throws Exception {
    source.says(revision("r1", "a"));
    engine.answers(refusal(group("a"), "belongs to sync/first"));
    TreeMap<ResourceId, Inventory.Entry> entries = new TreeMap<>();
    entries.put(
        group("a"),
        new Inventory.Entry(Owner.sync("first"), null, null, false, new TreeMap<>(), 0));
    engine.owns(new Inventory(1, "boot", entries));
    SyncWorker worker = worker();
    pass(worker);
    assertEquals("OwnershipConflict", worker.state().conditions().stalled().reason());
    assertEquals(Condition.Status.TRUE, worker.state().conditions().stalled().status());
  }

  @Test
  void partialFailureIsRetriedAndIsNotTheLastGood() throws Exception {
    source.says(revision("r1", "a")).says(revision("r2", "a", "b"));
    engine
        .answers(report(groups("a"), Verdict.CREATED, ""))
        .answers(report(groups("b"), Verdict.FAILED, "no space left on device"));
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    assertEquals("ReconciliationFailed", ready(worker));
    assertEquals("r1", worker.state().lastAppliedRevision());
    assertEquals(
        "cgroup/b: no space left on device", worker.state().conditions().ready().message());
    assertEquals(groups("a", "b"), worker.inForce(), "healing does not undo what was begun");
    assertEquals(groups("a"), worker().inForce(), "a restart knows the good one");
  }

  @Test
  void whatNeverSucceedsStallsUntilAnotherRevision() throws Exception {
    for (int pass = 0; pass < Retries.MOST; pass++) {
      source.says(revision("r1", "a"));
    }
    source.says(revision("r2", "a"));
    engine.answers(report(groups("a"), Verdict.FAILED, "cannot be executed"));
    SyncWorker worker = worker();
    for (int failures = 1; failures < Retries.MOST; failures++) {
      pass(worker);
      assertEquals("ReconciliationFailed", ready(worker));
      assertEquals(failures, worker.failures());
    }
    pass(worker);
    assertEquals("RetriesExceeded", worker.state().conditions().stalled().reason());
    assertEquals("cgroup/a: cannot be executed", worker.state().conditions().ready().message());
    assertEquals(Retries.MOST, worker.failures());

    pass(worker);
    assertEquals("ReconciliationFailed", ready(worker), "another revision begins anew");
    assertEquals(1, worker.failures());
  }

  /** A new spec has a new worker. */
  @Test
  void anotherSpecBeginsAnew() throws Exception {
    source.breaks(Reason.BUILD_FAILED);
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    assertEquals(2, worker.failures());
    assertEquals(0, worker(sync("shop", flag("prune", false))).failures());
  }

  @Test
  void whatPassesByItselfIsNotCounted() throws Exception {
    source.breaks(Reason.BUILD_FAILED).breaks(Reason.FETCH_FAILED).breaks(Reason.BUILD_FAILED);
    source.says(revision("r2", "a"));
    SyncWorker worker = worker();
    pass(worker);
    pass(worker);
    assertEquals(1, worker.failures());
    pass(worker);
    assertEquals(2, worker.failures());
    pass(worker);
    assertEquals(0, worker.failures());
  }

  @Test
  void engineThatCannotReadTheHostChangesNothing() throws Exception {
    source.says(revision("r1", "a"));
    engine.fails("failed to read /proc/self/mountinfo: EIO");
    SyncWorker worker = worker();
    pass(worker);
    assertEquals("HostUnavailable", ready(worker));
    assertEquals(0, worker.failures(), "it is not the revision's fault");
    assertNull(worker.state().lastAppliedRevision());
  }

  @Test
  void suspendMeansZeroWrites() throws Exception {
    source.says(revision("r1", "a"));
    SyncWorker worker = worker(sync("shop", flag("suspend", true)));
    assertEquals(new PassResult.Skipped("suspended"), pass(worker));
    assertNull(worker.heal(Set.of(group("a"))));
    assertEquals(List.of(), engine.asked);
    assertFalse(Files.exists(stateDir.resolve("sync")));
  }

  @Test
  void withoutSelfHealOnlyANewRevisionIsApplied() throws Exception {
    source.says(revision("r1", "a")).says(revision("r1", "a")).says(revision("r2", "b"));
    SyncWorker worker = worker(sync("shop", flag("selfHeal", false)));
    pass(worker);
    assertEquals(new PassResult.Skipped("no new revision"), pass(worker));
    assertNull(worker.heal(Set.of(group("a"))));
    pass(worker);
    assertEquals(List.of("prune a", "prune b"), engine.asked);
  }

  @Test
  void healingIsForTheObjectsConcernedAlone() throws Exception {
    source.says(revision("r1", "a", "b", "c"));
    SyncWorker worker = worker();
    pass(worker);
    engine.asked.clear();
    worker.heal(Set.of(group("b")));
    assertNull(worker.heal(Set.of(group("stranger"))));
    assertEquals(List.of("keep b"), engine.asked);
  }

  @Test
  void damagedRecordIsAnErrorNotAFreshStart() throws Exception {
    Files.createDirectories(stateDir.resolve("sync"));
    Files.writeString(stateDir.resolve("sync/shop.json"), "{\"format\": 1, ");
    source.says(revision("r1", "a"));
    assertThrows(IOException.class, this::worker);
  }
}
