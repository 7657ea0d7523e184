package dev.reconcile.engine;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.time.InstantSource;

/**
 * What a reconciler works with; the simulation puts fakes here.
 *
 * @param environment where
 * @param kernel the door
 * @param store the inventory
 * @param lock takes the host lock
 * @param preparation fills in what files decide
 * @param clock the time
 */
record Parts(
    Environment environment,
    Kernel kernel,
    InventoryStore store,
    Lock lock,
    Preparation preparation,
    InstantSource clock) {

  /** Takes the host lock; closing gives it back. */
  interface Lock {
    AutoCloseable acquire() throws IOException;
  }
}
