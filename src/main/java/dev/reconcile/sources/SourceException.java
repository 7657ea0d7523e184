package dev.reconcile.sources;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source that cannot be read: operation, place, cause, and whether waiting may help. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Reason {
    /** The remote does not answer, or refuses us; it may answer later. */
    UNREACHABLE,
    /** The remote answers and has no such branch, tag or commit. */
    REVISION_NOT_FOUND,
    /** The revision is there and has no such path. */
    PATH_NOT_FOUND,
    /** The path, or a symbolic link of the revision, leads out of the checkout. */
    UNSAFE
  }

  private final Reason reason;

  public SourceException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kind of trouble it is. */
  public Reason reason() {
    return reason;
  }
}
