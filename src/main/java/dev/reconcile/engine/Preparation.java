package dev.reconcile.engine;

import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import java.io.IOException;

/**
 * Fills in what files on the host decide. Before the lock: fetching and extracting take their time.
 */
interface Preparation {
  /**
   * Prepares.
   *
   * @param extract false: only look, write nothing
   */
  Prepared prepare(DesiredState desired, boolean extract) throws IOException;

  /**
   * Whether all that was prepared is still there: another run may have collected it before we had
   * the lock.
   */
  boolean isComplete(DesiredState prepared);

  /** Removes what was prepared once and nothing owned refers to any more. Under the lock. */
  void collect(Inventory inventory) throws IOException;
}
