package dev.reconcile.sim;

/** {@code kill -9} of the run: an error, so that no handler of refusals takes it for one. */
final class CrashError extends Error {
  private static final long serialVersionUID = 1L;

  CrashError(String call) {
    super("killed at " + call);
  }
}
