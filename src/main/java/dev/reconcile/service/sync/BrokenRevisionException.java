package dev.reconcile.service.sync;

import org.jspecify.annotations.Nullable;

/** A source that gives no usable revision; nothing may be changed on its account. */
public final class BrokenRevisionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String revision;
  private final Reason reason;
  private final String text;

  /**
   * @param revision null when not even that is known
   * @param text one line
   */
  public BrokenRevisionException(
      @Nullable String revision, Reason reason, String text, @Nullable Throwable cause) {
    super(text, cause);
    this.revision = revision;
    this.reason = reason;
    this.text = text;
  }

  PassResult.Failed result() {
    return new PassResult.Failed(revision, reason, text);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
