package dev.reconcile.cli;

/** Exit statuses that verbs share; each verb says which it uses. */
final class ExitCode {
  /** All is as asked for. */
  static final int OK = 0;

  /** Differences were found, or a run began and not all became true. */
  static final int NOT_ALL = 1;

  /** Refused, and nothing was changed; or the command line is wrong. */
  static final int REFUSED = 2;

  /** {@code exec}: our own failure, as docker and podman have it. */
  static final int EXEC_FAILED = 125;

  /** Ended by Ctrl-C: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
