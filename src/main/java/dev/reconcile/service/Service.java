package dev.reconcile.service;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Sync;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.events.Alert;
import dev.reconcile.service.events.Footprint;
import dev.reconcile.service.events.HealingBudget;
import dev.reconcile.service.events.HealingQueue;
import dev.reconcile.service.events.HostWatch;
import dev.reconcile.service.http.Metrics;
import dev.reconcile.service.schedule.Backoff;
import dev.reconcile.service.schedule.PassTimer;
import dev.reconcile.service.schedule.Schedule;
import dev.reconcile.service.sync.Condition;
import dev.reconcile.service.sync.PassResult;
import dev.reconcile.service.sync.SyncWorker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every Sync kept true: by passes, whose time the timer tells, and between them by events, which
 * concern single objects. Both end in the one thing that the engine does.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** How often the configuration is looked at for Syncs that came, changed or went. */
  private static final Duration CONFIG_PERIOD = Duration.ofSeconds(10);

  private static final String CONFIG = "config";
  private static final String PASS = "sync/";

  private final SyncCatalog catalog;
  private final Workers workers;
  private final Metrics metrics;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final HealingBudget budget = new HealingBudget();
  private final HealingQueue queue;
  private final HostWatch watch;
  private final PassTimer timer;

  private record Entry(SyncWorker worker, Schedule schedule) {}

  /** Makes the worker of a Sync. */
  public interface Workers {
    SyncWorker create(Sync sync) throws IOException;
  }

  /**
   * A service that does nothing yet.
   *
   * @param name unique within this program
   * @param alerts told what becomes of groups' memory, one at a time
   */
  public Service(
      String name,
      SyncCatalog catalog,
      Workers workers,
      Footprint footprint,
      Metrics metrics,
      Consumer<Alert> alerts,
      InstantSource clock)
      throws IOException {
    this.catalog = catalog;
    this.workers = workers;
    this.metrics = metrics;
    this.clock = clock;
    this.queue = new HealingQueue(this::heal);
    this.watch = new HostWatch(footprint, queue::tell, alerts, clock);
    try {
      this.timer = PassTimer.start(name, this::run);
    } catch (SchedulerException e) {
      throw new IOException("failed to start the timer: " + e.getMessage(), e);
    }
  }

  /**
   * Begins: what was good when the last service ended is healed at once, whether or not its source
   * can be reached; then every Sync has its first pass.
   *
   * @throws IOException when the configuration cannot be read
   */
  public void start() throws IOException {
    refresh(catalog.read());
    Set<ResourceId> all = objects().resources().keySet();
    follow(all);
    queue.tell(all);
    plan(CONFIG, clock.instant().plus(CONFIG_PERIOD));
  }

  /** Whether events are still worked on. */
  public boolean isHealthy() {
    return queue.isAlive();
  }

  /** Every Sync and how it is, and what is short of memory since when. */
  public Dict status() {
    Dict syncs = Dict.EMPTY;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      syncs = syncs.with(entry.getKey(), entry.getValue().worker().state().shown());
    }
    Dict pressed = Dict.EMPTY;
    for (Map.Entry<ResourceId, Instant> object : watch.pressed().entrySet()) {
      pressed = pressed.with(object.getKey().toString(), new Text(object.getValue().toString()));
    }
    return Dict.EMPTY.with("syncs", syncs).with("memoryPressure", pressed);
  }

  private void run(String task) {
    if (task.equals(CONFIG)) {
      refresh();
    } else {
      pass(task.substring(PASS.length()));
    }
  }

  private void refresh() {
    try {
      refresh(catalog.read());
    } catch (IOException e) {
      LOG.error("the configuration stays as it was: {}", e.getMessage());
    } finally {
      plan(CONFIG, clock.instant().plus(CONFIG_PERIOD));
    }
  }

  private synchronized void refresh(SortedMap<String, Sync> wanted) {
    for (String name : Set.copyOf(entries.keySet())) {
      if (!wanted.containsKey(name)) {
        forget(name);
      }
    }
    for (Map.Entry<String, Sync> sync : wanted.entrySet()) {
      Entry known = entries.get(sync.getKey());
      if (known == null || !known.worker().sync().spec().equals(sync.getValue().spec())) {
        adopt(sync.getKey(), sync.getValue());
      }
    }
  }

  private void adopt(String name, Sync sync) {
    try {
      entries.put(name, new Entry(workers.create(sync), Schedule.of(sync)));
      LOG.info("sync/{}: {}", name, sync.suspend() ? "suspended" : "followed");
      if (!sync.suspend()) {
        plan(PASS + name, clock.instant());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("sync/{}: {}", name, e.getMessage());
    }
  }

  private void forget(String name) {
    Entry gone = entries.remove(name);
    metrics.forget(name);
    LOG.info("sync/{}: gone from the configuration; its objects stay as they are", name);
    try {
      timer.cancel(PASS + name);
      if (gone != null) {
        gone.worker().forget();
      }
    } catch (SchedulerException | IOException e) {
      LOG.error("sync/{}: failed to forget it: {}", name, e.getMessage());
    }
  }

  private void pass(String name) {
    Entry entry = entries.get(name);
    if (entry == null || entry.worker().sync().suspend()) {
      return;
    }
    SyncWorker worker = entry.worker();
    Instant began = clock.instant();
    try {
      PassResult result = worker.pass(ended -> next(entry, ended));
      Condition ready = worker.state().conditions().ready();
      boolean isReady = ready.status() == Condition.Status.TRUE;
      metrics.pass(name, result, Duration.between(began, clock.instant()), isReady);
      tell(name, result);
      afterwards(worker, result);
      plan(PASS + name, worker.state().nextRun());
    } catch (IOException | RuntimeException e) {
      LOG.error("sync/{}: the pass could not be completed", name, e);
      plan(PASS + name, backoff(worker.sync()).next(began, 0, null));
    }
  }

  private @Nullable Instant next(Entry entry, PassResult ended) {
    Instant now = clock.instant();
    Instant regular = entry.schedule().next(now, RandomGenerator.getDefault());
    if (!(ended instanceof PassResult.Failed failed)) {
      return regular;
    }
    int failures = failed.reason().isPassing() ? 0 : entry.worker().failures();
    return backoff(entry.worker().sync()).next(now, failures, regular);
  }

  private static Backoff backoff(Sync sync) {
    return new Backoff(Duration.ofMillis(sync.retryInterval().millis()));
  }

  private static void tell(String name, PassResult result) {
    switch (result) {
      case PassResult.Applied applied when applied.changed() == 0 ->
          LOG.debug("sync/{}: {}, nothing to change", name, applied.message());
      case PassResult.Applied applied ->
          LOG.info("sync/{}: {}, {} objects changed", name, applied.message(), applied.changed());
      case PassResult.Skipped skipped -> LOG.debug("sync/{}: {}", name, skipped.message());
      case PassResult.Failed failed ->
          LOG.warn("sync/{}: {}: {}", name, failed.reason().label(), failed.message());
    }
  }

  /** What was changed before it was watched may have been tampered with in between: look again. */
  private void afterwards(SyncWorker worker, PassResult result) throws IOException {
    boolean nothing = result instanceof PassResult.Applied applied && applied.changed() == 0;
    Set<ResourceId> changed = nothing ? Set.of() : worker.inForce().resources().keySet();
    follow(changed);
    if (result instanceof PassResult.Applied) {
      queue.tell(changed);
    }
  }

  private void follow(Set<ResourceId> renewed) throws IOException {
    watch.follow(objects(), renewed);
    metrics.watched(watch.size());
  }

  private DesiredState objects() {
    SortedMap<ResourceId, Resource> objects = new TreeMap<>();
    for (Entry entry : entries.values()) {
      if (entry.worker().heals()) {
        objects.putAll(entry.worker().inForce().resources());
      }
    }
    return new DesiredState(objects);
  }

  private void heal(Set<ResourceId> told) {
    Set<ResourceId> ids = new HashSet<>(told);
    ids.removeIf(id -> !budget.allows(id, clock.instant()));
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      try {
        Report report = entry.getValue().worker().heal(ids);
        if (report != null) {
          healed(entry.getKey(), report);
        }
      } catch (IOException e) {
        LOG.warn("sync/{}: failed to heal {}: {}", entry.getKey(), ids, e.getMessage());
      }
    }
  }

  private void healed(String name, Report report) throws IOException {
    Set<ResourceId> changed = new HashSet<>();
    for (Map.Entry<ResourceId, Outcome> outcome : report.outcomes().entrySet()) {
      Verdict verdict = outcome.getValue().verdict();
      if (verdict == Verdict.FAILED) {
        LOG.warn("sync/{}: {}: {}", name, outcome.getKey(), outcome.getValue().message());
      } else if (verdict != Verdict.UNCHANGED && verdict != Verdict.SKIPPED) {
        LOG.info("sync/{}: {} healed ({})", name, outcome.getKey(), verdict.label());
        changed.add(outcome.getKey());
        budget.spend(outcome.getKey(), clock.instant());
      }
    }
    if (!changed.isEmpty()) {
      metrics.healed(name, changed.size());
      follow(changed);
    }
  }

  private void plan(String task, @Nullable Instant at) {
    if (at == null
        || (task.startsWith(PASS) && !entries.containsKey(task.substring(PASS.length())))) {
      return;
    }
    try {
      timer.schedule(task, at);
    } catch (SchedulerException e) {
      LOG.error("{}: failed to set the next time: {}", task, e.getMessage());
    }
  }

  /**
   * Begins nothing new and lets what is under way end. Containers stay as they are. The watches go
   * last: whatever has just been changed is still put under watch.
   */
  @Override
  public void close() throws IOException, InterruptedException {
    try (watch;
        queue) {
      timer.close();
    } catch (SchedulerException e) {
      throw new IOException("failed to stop the timer: " + e.getMessage(), e);
    }
  }
}
