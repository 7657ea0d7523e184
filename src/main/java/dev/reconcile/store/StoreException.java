package dev.reconcile.store;

import java.io.IOException;

/**
 * The state directory cannot be used: what, where, the next move. Never means that nothing is
 * owned.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
