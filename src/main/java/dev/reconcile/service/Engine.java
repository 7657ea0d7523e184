package dev.reconcile.service;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.Inventory;
import java.io.IOException;

/** What the service asks of the engine; tests put a function here. */
public interface Engine {
  /** Makes it so; idempotent. See {@link dev.reconcile.engine.Reconciler#reconcile}. */
  Report reconcile(Scope scope) throws IOException;

  /** What is owned, and by whom. */
  Inventory inventory() throws IOException;
}
