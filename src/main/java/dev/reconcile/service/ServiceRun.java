package dev.reconcile.service;

import dev.reconcile.engine.Environment;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.systemd.SdNotify;
import dev.reconcile.model.Sync;
import dev.reconcile.service.events.HostFootprint;
import dev.reconcile.service.http.Metrics;
import dev.reconcile.service.http.StatusServer;
import dev.reconcile.service.sync.PassResult;
import dev.reconcile.service.sync.StoredRevisions;
import dev.reconcile.service.sync.SyncStateFile;
import dev.reconcile.service.sync.SyncWorker;
import dev.reconcile.store.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the service, from what it was told to its exit status. */
final class ServiceRun {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);

  private final ServiceOptions options;
  private final Engine engine;
  private final Kernel kernel;
  private final SdNotify systemd;
  private final CountDownLatch stop;

  /**
   * @param stop when it is at zero, the service ends
   */
  ServiceRun(
      ServiceOptions options, Engine engine, Kernel kernel, SdNotify systemd, CountDownLatch stop) {
    this.options = options;
    this.engine = engine;
    this.kernel = kernel;
    this.systemd = systemd;
    this.stop = stop;
  }

  /** The exit status: 0, or 1 when not all is true. */
  int run() throws IOException, InterruptedException {
    return switch (options.mode()) {
      case RESTORE -> Restore.run(engine) ? 0 : 1;
      case ONCE -> once(catalog());
      case FOREVER -> forever(catalog());
    };
  }

  private SyncCatalog catalog() {
    Path config = Objects.requireNonNull(options.config(), "--config");
    return new SyncCatalog(config, engine);
  }

  private SyncWorker worker(Sync sync) throws IOException {
    Path stateDir = options.environment().stateDir();
    return new SyncWorker(
        sync,
        engine,
        new StoredRevisions(stateDir),
        SyncStateFile.of(stateDir, sync.metadata().name()),
        InstantSource.system());
  }

  private int once(SyncCatalog catalog) throws IOException {
    boolean all = true;
    for (Sync sync : catalog.read().values()) {
      PassResult result = worker(sync).pass(ignored -> null);
      LOG.info("sync/{}: {}", sync.metadata().name(), result.message());
      all &= !(result instanceof PassResult.Failed);
    }
    return all ? 0 : 1;
  }

  private int forever(SyncCatalog catalog) throws IOException, InterruptedException {
    Environment environment = options.environment();
    Metrics metrics = new Metrics();
    HostFootprint footprint =
        new HostFootprint(
            kernel, engine, environment.cgroupRoot(), environment.stateDir().resolve("containers"));
    InstantSource clock = InstantSource.system();
    AlertBook alerts = new AlertBook(new EventLog(environment.stateDir()), metrics, clock);
    try (Service service =
            new Service("service", catalog, this::worker, footprint, metrics, alerts, clock);
        StatusServer status = listen(service, metrics)) {
      service.start();
      LOG.info("ready{}", status == null ? "" : ", listening on " + status.address());
      systemd.ready("keeping every Sync true");
      awaitStop(service);
      systemd.stopping();
    }
    return 0;
  }

  private @Nullable StatusServer listen(Service service, Metrics metrics) throws IOException {
    InetSocketAddress address = options.listen();
    return address == null
        ? null
        : StatusServer.start(address, service::isHealthy, service::status, metrics);
  }

  /** Feeds the watchdog as long as events are worked on; systemd restarts a service that hangs. */
  private void awaitStop(Service service) throws InterruptedException {
    Duration period = systemd.watchdogPeriod();
    if (period == null) {
      stop.await();
      return;
    }
    while (!stop.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
      if (service.isHealthy()) {
        feed();
      }
    }
  }

  private void feed() {
    try {
      systemd.alive();
    } catch (KernelException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
