package dev.reconcile.service.sync;

/** Why a pass has not made its revision true; the {@code reason} of the conditions. */
public enum Reason {
  /** The remote or the directory cannot be read now. */
  FETCH_FAILED("FetchFailed", false),
  /** No such branch, tag or commit. */
  REVISION_NOT_FOUND("RevisionNotFound", true),
  /** The revision has no such path. */
  PATH_NOT_FOUND("PathNotFound", true),
  /** A path or symbolic link leads out of the checkout. */
  UNSAFE_SOURCE("UnsafeSource", true),
  /** The manifests have errors. */
  BUILD_FAILED("BuildFailed", true),
  /** No object at all: taken for an accident, never for a wish to delete everything. */
  NO_OBJECTS("NoObjects", true),
  /** An object belongs to another owner. */
  OWNERSHIP_CONFLICT("OwnershipConflict", true),
  /** More would be pruned than {@code maxDeletes} allows. */
  TOO_MANY_DELETES("TooManyDeletes", true),
  /** The engine refuses the revision as a whole. */
  REFUSED("Refused", true),
  /** Begun, and not all is true. */
  RECONCILIATION_FAILED("ReconciliationFailed", false),
  /** Begun so often, and never all true. */
  RETRIES_EXCEEDED("RetriesExceeded", true),
  /** Not begun: another run has the host lock, or the host cannot be read. */
  HOST_UNAVAILABLE("HostUnavailable", false);

  private final String label;
  private final boolean stalls;

  Reason(String label, boolean stalls) {
    this.label = label;
    this.stalls = stalls;
  }

  /** As shown. */
  public String label() {
    return label;
  }

  /** Whether it has nothing to do with the revision, and passes by itself. */
  public boolean isPassing() {
    return this == FETCH_FAILED || this == HOST_UNAVAILABLE;
  }

  /** Whether it takes a person, or a new revision: trying again alone will not help. */
  public boolean stalls() {
    return stalls;
  }
}
