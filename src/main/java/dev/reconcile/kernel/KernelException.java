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

  private KernelException(Answer answer) {
    super("failed at " + answer.what() + ": " + answer.cause());
    this.operation = answer.stage();
    this.path = answer.path();
    this.errno = answer.errno();
  }

  private record Answer(String stage, String path, String errno, String text) {
    String what() {
      return path.isEmpty() ? stage : stage + " '" + path + "'";
    }

    String cause() {
      return errno.isEmpty() ? text : errno + ": " + text;
    }
  }

  /**
   * What the helper could not do.
   *
   * @param stage the instruction's name, such as {@code exec}
   * @param path may be empty
   * @param errno symbolic; empty when it was not a system call's
   * @param text the cause as the helper says it, strerror(3) or its own words
   */
  public static KernelException ofHelper(String stage, String path, String errno, String text) {
    return new KernelException(new Answer(stage, path, errno, text));
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
