package dev.reconcile.layers;

import java.io.IOException;

/** An archive that cannot become a layer: what, which entry, the next move. */
public final class LayerException extends IOException {
  private static final long serialVersionUID = 1L;

  public LayerException(String message) {
    super(message);
  }

  public LayerException(String message, Throwable cause) {
    super(message, cause);
  }
}
