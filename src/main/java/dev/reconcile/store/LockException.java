package dev.reconcile.store;

import java.io.IOException;

/** The host lock is not to be had now: who has it, and the next move. Passes by itself. */
public final class LockException extends IOException {
  private static final long serialVersionUID = 1L;

  public LockException(String message) {
    super(message);
  }

  public LockException(String message, Throwable cause) {
    super(message, cause);
  }
}
