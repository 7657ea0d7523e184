package dev.reconcile.service;

import dev.reconcile.engine.Environment;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.kernel.systemd.SdNotify;
import dev.reconcile.model.Inventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code reconcile service}: the service on the real kernel, until SIGTERM or SIGINT. */
public final class ServiceMain {
  /** How long a stop waits for the step at hand; whatever is cut off, the next start finishes. */
  private static final long PATIENCE_SECONDS = 60;

  private ServiceMain() {}

  /** Runs until told to stop. */
  public static int run(Path config, Environment environment)
      throws IOException, InterruptedException {
    return run(new ServiceOptions(config, environment, null, ServiceOptions.Mode.FOREVER));
  }

  /**
   * Runs as the options say.
   *
   * @return the exit status: 0, or 1 when not all is true
   * @throws IOException when the configuration or the state directory cannot be read
   */
  public static int run(ServiceOptions options) throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger status = new AtomicInteger(1);
    try (Reconciler reconciler = Reconciler.lasting(options.environment())) {
      Runnable interrupt =
          () -> {
            stop.countDown();
            reconciler.interrupt();
          };
      onSignal(interrupt, ended, status);
      SdNotify systemd = SdNotify.of(System.getenv(), ProcessHandle.current().pid());
      Engine engine = new OnKernel(reconciler);
      status.set(new ServiceRun(options, engine, reconciler.kernel(), systemd, stop).run());
      return status.get();
    } finally {
      ended.countDown();
    }
  }

  /**
   * The JVM begins to end on SIGTERM and SIGINT; the hook holds it until the service has ended, and
   * gives the exit status: left alone, it would be 143.
   */
  private static void onSignal(Runnable interrupt, CountDownLatch ended, AtomicInteger status) {
    Runnable hook =
        () -> {
          interrupt.run();
          try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
              return;
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(status.get());
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(hook));
  }

  private record OnKernel(Reconciler reconciler) implements Engine {
    @Override
    public Report reconcile(Scope scope) throws IOException {
      return reconciler.reconcile(scope);
    }

    @Override
    public Inventory inventory() throws IOException {
      return reconciler.inventory();
    }
  }
}
