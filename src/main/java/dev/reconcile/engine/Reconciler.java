package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.status.ObjectUsage;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.live.Counter;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.observe.Observer;
import dev.reconcile.store.Event;
import dev.reconcile.store.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one sequence from desired objects to a host that is as they say, the same for {@code apply},
 * {@code delete} and every tick of the service.
 *
 * <p>A run is a few rounds. Each takes the lock, looks, acts, and looks again. Between rounds,
 * without the lock, it waits for containers to stop; then it starts over from what the kernel says.
 * Idempotent: a second run finds nothing to do and writes nothing.
 */
public final class Reconciler implements AutoCloseable {
  private final Parts parts;
  private final Observer observer;
  private final Events events;
  private final Map<Owner, Conclusion> last = new ConcurrentHashMap<>();
  private volatile boolean interrupted;

  /** Where a run says what it did. */
  private interface Events {
    void add(List<Event> events) throws IOException;
  }

  /** On the real kernel, for one run. */
  public Reconciler(Environment environment) throws IOException {
    this(environment, false);
  }

  private Reconciler(Environment environment, boolean lasting) throws IOException {
    this(RealParts.of(environment), new EventLog(environment.stateDir())::append, lasting);
  }

  /**
   * On the real kernel, for a process that runs again and again: it keeps in memory what it found,
   * and control files open.
   */
  public static Reconciler lasting(Environment environment) throws IOException {
    return new Reconciler(environment, true);
  }

  Reconciler(Parts parts) {
    this(parts, ignored -> {}, false);
  }

  private Reconciler(Parts parts, Events events, boolean lasting) {
    this.parts = parts;
    this.events = events;
    Environment environment = parts.environment();
    this.observer =
        new Observer(parts.kernel(), environment.cgroupRoot(), environment.stateDir(), lasting);
  }

  /** Asks a run in another thread to finish the step at hand and report. */
  public void interrupt() {
    interrupted = true;
  }

  /**
   * Makes it so.
   *
   * @throws IOException when the state directory or the host cannot be read: nothing was changed by
   *     that
   */
  public Report reconcile(Scope scope) throws IOException {
    Conclusion before = last.computeIfAbsent(scope.owner(), owner -> new Conclusion());
    Report report = new Run(parts, scope, observer, before, () -> interrupted).report();
    List<Event> happened = RunEvents.of(report, scope.owner(), parts.clock().instant());
    return happened.isEmpty() ? report : record(happened, report);
  }

  /** What happened is true whether or not it could be written down. */
  private Report record(List<Event> happened, Report report) {
    try {
      events.add(happened);
      return report;
    } catch (IOException e) {
      return report.noting("failed to write down what happened: " + e.getMessage());
    }
  }

  /** What a run would do; no lock, no write. */
  public Preview preview(Scope scope) throws IOException {
    Prepared prepared = parts.preparation().prepare(scope.desired(), false);
    Round round = round(scope, prepared.desired());
    Round.Look look = round.look();
    List<Refusal> refusals = new ArrayList<>(prepared.refusals());
    refusals.addAll(Refusals.of(scope, look));
    ChangeSet changes = new ChangeSet(look.changes().changes(), refusals, look.changes().notes());
    return new Preview(
        prepared.desired(),
        changes,
        look.plan(),
        look.inventory(),
        look.live(),
        Refusals.fingerprint(look));
  }

  /** For its look alone, which changes nothing and is not remembered. */
  private Round round(Scope scope, DesiredState desired) {
    return new Round(parts, scope, desired, observer, new Conclusion(), () -> false);
  }

  /** Everything that we own against what was applied last. */
  public View look() throws IOException {
    Inventory inventory = parts.store().load();
    SortedMap<ResourceId, Resource> applied = new TreeMap<>();
    for (Map.Entry<ResourceId, Inventory.Entry> entry : inventory.entries().entrySet()) {
      Resource newest = entry.getValue().newest();
      if (newest != null) {
        applied.put(entry.getKey(), newest);
      }
    }
    Scope scope =
        new Scope(
            new DesiredState(applied),
            Set.of(),
            Owner.applySet("default"),
            new DiffRequest.Options(false, false, true, false),
            Long.MAX_VALUE,
            false,
            Duration.ZERO,
            null);
    Round.Look look = round(scope, scope.desired()).look();
    SortedMap<ResourceId, ObjectUsage> usage = new TreeMap<>();
    for (ObjectUsage each :
        new Meter(parts)
            .read(look.inventory(), EnumSet.of(Counter.OOM_KILLS, Counter.MEMORY_PRESSURE))) {
      usage.put(each.id(), each);
    }
    return new View(look.inventory(), look.live(), look.changes(), usage);
  }

  /** What everything of ours uses now. */
  public List<ObjectUsage> usage() throws IOException {
    return new Meter(parts).read(parts.store().load(), EnumSet.allOf(Counter.class));
  }

  /** The inventory alone. */
  public Inventory inventory() throws IOException {
    return parts.store().load();
  }

  /** The door to the kernel, for verbs that look or act on one container. */
  public Kernel kernel() {
    return parts.kernel();
  }

  @Override
  public void close() {
    observer.close();
    parts.kernel().close();
  }
}
