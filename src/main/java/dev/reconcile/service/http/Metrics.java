package dev.reconcile.service.http;

import dev.reconcile.service.sync.PassResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** What the service counts, in Prometheus' text format. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter passes =
      Counter.builder()
          .name("reconcile_sync_passes_total")
          .help("Passes of a Sync by how they ended.")
          .labelNames("sync", "result")
          .register(registry);
  private final Counter seconds =
      Counter.builder()
          .name("reconcile_sync_pass_seconds_total")
          .help("Time spent in passes of a Sync.")
          .labelNames("sync")
          .register(registry);
  private final Gauge ready =
      Gauge.builder()
          .name("reconcile_sync_ready")
          .help("1 when the latest revision of a Sync is true.")
          .labelNames("sync")
          .register(registry);
  private final Counter healed =
      Counter.builder()
          .name("reconcile_healed_objects_total")
          .help("Objects that were put right between passes.")
          .labelNames("sync")
          .register(registry);
  private final Gauge watched =
      Gauge.builder()
          .name("reconcile_watched_cgroups")
          .help("Cgroup directories under watch.")
          .register(registry);

  private final Counter oomKills =
      Counter.builder()
          .name("reconcile_oom_kills_total")
          .help("Processes that the kernel killed for want of memory.")
          .labelNames("object")
          .register(registry);
  private final Gauge memoryPressure =
      Gauge.builder()
          .name("reconcile_memory_pressure")
          .help("1 for an object whose tasks wait for memory.")
          .labelNames("object")
          .register(registry);

  /** A pass has ended. */
  public void pass(String sync, PassResult result, Duration took, boolean isReady) {
    passes.labelValues(sync, result.label()).inc();
    seconds.labelValues(sync).inc(took.toNanos() / 1e9);
    ready.labelValues(sync).set(isReady ? 1 : 0);
  }

  /** Objects were put right between passes. */
  public void healed(String sync, long objects) {
    healed.labelValues(sync).inc(objects);
  }

  /** So many directories are watched now. */
  public void watched(int directories) {
    watched.set(directories);
  }

  /** Processes of an object were killed for want of memory. */
  public void oomKilled(String object, long kills) {
    oomKills.labelValues(object).inc(kills);
  }

  /** An object's tasks have begun to wait for memory, or no longer do. */
  public void memoryPressure(String object, boolean isPressed) {
    if (isPressed) {
      memoryPressure.labelValues(object).set(1);
    } else {
      memoryPressure.remove(object);
    }
  }

  /** A Sync is gone. */
  public void forget(String sync) {
    ready.remove(sync);
  }

  void write(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
  }
}
