package dev.reconcile.service.events;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.events.Alarm;
import dev.reconcile.kernel.events.AlarmWatch;
import dev.reconcile.kernel.events.AlarmWatch.Ring;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the kernel's alarms of owned groups: tells of kills and pressure, and which objects to
 * look at because processes came or went, or were frozen. Behind it, all counts are read once in a
 * while: no v1 file tells of a kill for want of the whole host's memory.
 */
final class GroupAlarms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupAlarms.class);

  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

  /** The most often that it wakes: a group that is throttled at its limit rings without end. */
  private static final Duration REST = Duration.ofMillis(20);

  private final AlarmWatch watch;
  private final Consumer<Set<ResourceId>> news;
  private final Consumer<Alert> alerts;
  private final InstantSource clock;
  private final OomLedger kills = new OomLedger();
  private final PressureLedger pressure = new PressureLedger();
  private Map<Alarm, ResourceId> owners = Map.of();
  private Instant resynced = Instant.EPOCH;
  private boolean atStart = true;
  private String refused = "";

  /**
   * Listens to nothing until told to what.
   *
   * @param news objects to look at
   */
  GroupAlarms(Consumer<Set<ResourceId>> news, Consumer<Alert> alerts, InstantSource clock)
      throws KernelException {
    this.watch = new AlarmWatch();
    this.news = news;
    this.alerts = alerts;
    this.clock = clock;
    Thread.ofPlatform().daemon().name("group-alarms").start(this::work);
  }

  /** Listens to exactly these from now on. */
  synchronized void follow(Map<Alarm, ResourceId> wanted) {
    owners = Map.copyOf(wanted);
    kills.keep(wanted.keySet());
    AlarmWatch.Armed armed = watch.watch(wanted.keySet());
    for (Alarm alarm : armed.fresh()) {
      begin(alarm);
    }
    atStart = false;
    if (armed.refusal() != null) {
      complain(armed.refusal());
    }
  }

  /**
   * A container's group that was made while we ran counts from nothing, so that a kill before it
   * was watched is not lost. What was there before us has had its events.
   */
  private void begin(Alarm alarm) {
    String text = watch.read(alarm).orNull();
    if (alarm.file().countsKills() && text != null) {
      ResourceId owner = owners.get(alarm);
      boolean made = !atStart && owner != null && owner.kind() == Kind.CONTAINER;
      kills.begin(alarm, made ? 0 : OomLedger.count(text));
      count(alarm, text);
    }
  }

  /** Once per reason: the next pass tries again, and most likely in vain. */
  private void complain(KernelException refusal) {
    String reason = refusal.operation() + refusal.errno();
    if (!reason.equals(refused)) {
      refused = reason;
      boolean full = AlarmWatch.isOutOfDescriptors(refusal);
      LOG.warn(
          "{}; some groups are looked at by passes alone{}",
          refusal.getMessage(),
          full ? ": raise LimitNOFILE of the service" : "");
    }
  }

  /** Objects short of memory, and since when. */
  synchronized SortedMap<ResourceId, Instant> pressed() {
    return pressure.since();
  }

  private void work() {
    try {
      for (List<Ring> rings = watch.await(0); rings != null; rings = watch.await(timeout())) {
        round(rings);
        LockSupport.parkNanos(REST.toNanos());
      }
    } catch (KernelException e) {
      LOG.error("memory events are no longer heard: {}", e.getMessage());
    }
  }

  private synchronized int timeout() {
    boolean pressed = !pressure.since().isEmpty();
    Duration calm = pressed ? NOW_AND_THEN : RESYNC;
    return Math.toIntExact((kills.suspects().isEmpty() ? calm : SOON).toMillis());
  }

  private synchronized void round(List<Ring> rings) {
    Instant now = clock.instant();
    for (Ring ring : rings) {
      heard(ring, now);
    }
    look(kills.suspects());
    kills.giveUp(now);
    if (!resynced.plus(RESYNC).isAfter(now)) {
      resynced = now;
      look(owners.keySet());
    }
    for (ResourceId id : pressure.calmed(now)) {
      tell(new Alert.PressureEnded(id));
    }
  }

  private void heard(Ring ring, Instant now) {
    Alarm alarm = ring.alarm();
    String text = ring.text().orNull();
    ResourceId owner = owners.get(alarm);
    if (text == null || owner == null) {
      return; // its end is told by its parent's directory
    }
    switch (alarm.file()) {
      case MEMORY_EVENTS -> count(alarm, text);
      case OOM_CONTROL -> kills.suspect(alarm, now);
      case MEMORY_PRESSURE, PRESSURE_LEVEL -> {
        if (pressure.heard(owner, now)) {
          tell(new Alert.PressureBegan(owner, alarm.directory(), text));
        }
      }
      case CGROUP_EVENTS -> news.accept(Set.of(owner));
    }
  }

  private void look(Collection<Alarm> alarms) {
    for (Alarm alarm : alarms) {
      String text = alarm.file().countsKills() ? watch.read(alarm).orNull() : null;
      if (text != null) {
        count(alarm, text);
      }
    }
  }

  private void count(Alarm alarm, String text) {
    ResourceId owner = owners.get(alarm);
    long total = OomLedger.count(text);
    Long more = kills.grown(alarm, total, clock.instant());
    if (owner != null && more != null) {
      tell(new Alert.OomKilled(owner, alarm.directory(), more, total));
    }
  }

  /** Whoever is told may fail; the next alarm is heard all the same. */
  private void tell(Alert alert) {
    try {
      alerts.accept(alert);
    } catch (RuntimeException e) {
      LOG.error("failed to tell of {}", alert, e);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
