package dev.reconcile.service.events;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.ExitWatch;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on between passes: cgroup files that are written, cgroups that are removed, monitors
 * that end, groups short of memory. A container that dies under a living monitor is the monitor's
 * to restart.
 */
public final class HostWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

  private final Footprint footprint;
  private final Consumer<Set<ResourceId>> news;
  private final CgroupWatch cgroups;
  private final ExitWatch monitors;
  private final GroupAlarms alarms;

  /**
   * Watches nothing until told what.
   *
   * @param news called from several threads with the objects concerned
   * @param alerts what becomes of groups' memory, one at a time
   */
  public HostWatch(
      Footprint footprint,
      Consumer<Set<ResourceId>> news,
      Consumer<Alert> alerts,
      InstantSource clock)
      throws IOException {
    this.footprint = footprint;
    this.news = news;
    this.cgroups = new CgroupWatch();
    this.monitors = new ExitWatch();
    this.alarms = new GroupAlarms(news, alerts, clock);
    Thread.ofPlatform().daemon().name("cgroup-watch").start(this::followCgroups);
    Thread.ofPlatform().daemon().name("monitor-watch").start(this::followMonitors);
  }

  /**
   * Watches what these objects have on the host now.
   *
   * @param renewed those that may have been made anew since the last call
   */
  public synchronized void follow(DesiredState objects, Set<ResourceId> renewed)
      throws IOException {
    cgroups.watch(footprint.directories(objects), renewed);
    alarms.follow(footprint.alarms(objects));
    Map<String, Integer> wanted = new HashMap<>(footprint.monitors());
    wanted
        .keySet()
        .removeIf(name -> !objects.resources().containsKey(new ResourceId(Kind.CONTAINER, name)));
    ended(monitors.watch(wanted));
  }

  /** How many cgroup directories are watched. */
  public int size() {
    return cgroups.size();
  }

  /** Objects short of memory, and since when. */
  public SortedMap<ResourceId, Instant> pressed() {
    return alarms.pressed();
  }

  private void followCgroups() {
    try {
      for (Set<ResourceId> told = cgroups.await(); told != null; told = cgroups.await()) {
        news.accept(told);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void followMonitors() {
    try {
      for (List<String> names = monitors.await(); !names.isEmpty(); names = monitors.await()) {
        ended(names);
      }
    } catch (KernelException e) {
      LOG.error("monitors are no longer watched: {}", e.getMessage());
    }
  }

  private void ended(List<String> names) {
    for (String name : names) {
      news.accept(Set.of(new ResourceId(Kind.CONTAINER, name)));
    }
  }

  @Override
  public void close() throws IOException {
    cgroups.close();
    monitors.close();
    alarms.close();
  }
}
