package dev.reconcile.model;

/** What changing a field costs a running object. */
public enum Mutability {
  /** Changed in place; no process notices a restart. */
  LIVE,
  /** The process is started again; its writable layer stays. */
  RESTART,
  /** The object is deleted and made again. */
  RECREATE;

  /** As in {@code explain} and plans. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
