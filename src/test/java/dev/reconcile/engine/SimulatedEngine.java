package dev.reconcile.engine;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.store.DurableFile;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The real engine on other parts than the real ones. */
public final class SimulatedEngine {
  private SimulatedEngine() {}

  /** Takes the host lock; closing gives it back. */
  public interface Lock {
    AutoCloseable acquire() throws IOException;
  }

  /** A reconciler for desired states that need no file of the host to be read first. */
  public static Reconciler on(
      Environment environment, Kernel kernel, DurableFile inventory, Lock lock) {
    return new Reconciler(
        new Parts(
            environment,
            kernel,
            new InventoryStore(inventory, environment.inventory().toString()),
            lock::acquire,
            new NothingToPrepare(),
            () -> Instant.EPOCH));
  }

  private record NothingToPrepare() implements Preparation {
    @Override
    public Prepared prepare(DesiredState desired, boolean extract) {
      return new Prepared(desired, List.of());
    }

    @Override
    public boolean isComplete(DesiredState desired) {
      return true;
    }

    @Override
    public void collect(Inventory inventory) {}
  }
}
