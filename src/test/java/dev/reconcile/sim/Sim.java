package dev.reconcile.sim;

import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.engine.Environment;
import dev.reconcile.engine.Preview;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.engine.SimulatedEngine;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated host with the real engine's runs on it. */
final class Sim {
  static final String STATE_DIR = "/var/lib/reconcile";
  static final String RUN_DIR = "/run/reconcile";
  static final String CGROUP_ROOT = "/reconcile";
  static final Owner OWNER = Owner.applySet("default");

  private static final Environment ENVIRONMENT =
      new Environment(
          Path.of(STATE_DIR),
          Path.of(RUN_DIR),
          CGROUP_ROOT,
          Path.of("/opt/reconcile"),
          Duration.ZERO);

  final FakeKernel kernel;
  final FakeDurableFile file;

  /** Groups that somebody else has made below our root. */
  final Set<String> strangers = new HashSet<>();

  private boolean locked;
  private boolean serving;
  private int releases;
  private @Nullable Runnable meanwhile;

  Sim(HostShape shape, long seed) {
    kernel = new FakeKernel(shape, seed);
    file = new FakeDurableFile(kernel.faults());
    Foreign.populate(kernel);
    kernel.faults().watch(new LeakWatch(this));
  }

  Inventory inventory() {
    try {
      return new InventoryStore(file, "inventory").load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole host to this state: what is no longer named goes. */
  static Scope exactly(DesiredState desired) {
    return scope(desired, Set.of(), OWNER, true);
  }

  static Scope scope(DesiredState desired, Set<ResourceId> delete, Owner owner, boolean prune) {
    Options options = new Options(prune, true, false, true);
    return new Scope(desired, delete, owner, options, Long.MAX_VALUE, false, Duration.ZERO, null);
  }

  private Reconciler engine() {
    return SimulatedEngine.on(ENVIRONMENT, kernel.door(), file, this::lock);
  }

  private AutoCloseable lock() throws IOException {
    if (locked) {
      throw new IOException("another run holds the lock");
    }
    locked = true;
    return this::unlock;
  }

  private void unlock() {
    locked = false;
    Runnable other = meanwhile;
    if (other != null && --releases == 0) {
      meanwhile = null;
      FakeProcess helper = kernel.monitors().helper;
      kernel.monitors().helper = null;
      other.run();
      kernel.monitors().helper = helper;
    }
  }

  /**
   * Another program gets the lock when it is released for the nth time from now, before whoever had
   * it goes on.
   */
  void meanwhile(int nth, Runnable other) {
    releases = nth;
    meanwhile = other;
  }

  /** One run that nothing disturbs. */
  Report run(Scope scope) {
    Report report = run(scope, new Fault.None());
    if (report == null) {
      throw new AssertionError("killed by nobody");
    }
    return report;
  }

  /** One run with something going wrong; null when it was killed. */
  @Nullable Report run(Scope scope, Fault fault) {
    kernel.faults().arm(fault);
    try (Reconciler engine = engine()) {
      return engine.reconcile(scope);
    } catch (CrashError killed) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      locked = false;
      if (!serving) {
        kernel.endOfRun();
      }
    }
  }

  /** Whoever has not had the lock by now comes no more. */
  void alone() {
    meanwhile = null;
  }

  /** From now on all runs are those of one program, as the service's are. */
  void serve() {
    serving = true;
  }

  /** What a run would do; anything that it changes is killed. */
  Preview preview(Scope scope) {
    kernel.faults().arm(new Fault.CrashBefore(1));
    try (Reconciler engine = engine()) {
      return engine.preview(scope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many changes the last run made. */
  int changes() {
    return kernel.faults().journal().size();
  }
}
