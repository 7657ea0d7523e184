package dev.reconcile.kernel;

import java.io.IOException;

/** An operation that the kernel refused: operation, path, cause, next move. */
public final class KernelException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String path;
  private final String errno;

  /**
   * @param operation such as {@code write '268435456' to}
   * @param path what it was done to
   * @param errno symbolic, such as {@code EBUSY}; empty when it was not a system call's
   * @param hint the next move; may be empty
   */
  public KernelException(String operation, String path, String errno, String hint) {
    super(
        "failed to "
            + operation
            + " "
            + path
            + (errno.isEmpty() ? "" : ": " + errno)
            + (hint.isEmpty() ? "" : "; " + hint));
    this.operation = operation;
    this.path = path;
    this.errno = errno;
  }

  /** What was tried. */
  public String operation() {
    return operation;
  }

  /** What it was done to. */
  public String path() {
    return path;
  }

  /** Symbolic errno. */
  public String errno() {
    return errno;
  }
}
