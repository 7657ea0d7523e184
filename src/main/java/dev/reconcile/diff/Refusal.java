package dev.reconcile.diff;

import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;

/**
 * Why a run is refused as a whole (exit 2, nothing changed).
 *
 * @param id the object
 * @param source where it stands
 * @param path field path, may be empty
 * @param message one line: what, why, the next move
 */
public record Refusal(ResourceId id, SourceRef source, String path, String message) {
  /** No object has this name: a name is an RFC 1123 label. */
  private static final ResourceId WHOLE_RUN = new ResourceId(Kind.CONTAINER, "-");

  /** One that no single object is to blame for. */
  public static Refusal ofRun(String message) {
    return new Refusal(WHOLE_RUN, SourceRef.NONE, "", message);
  }

  /** The same with a place that is known better. */
  public Refusal at(SourceRef place) {
    return new Refusal(id, place, path, message);
  }

  /** {@code web.yaml:1:1: container/web: rootfs: message}, as much of it as there is. */
  public String line() {
    return (source.file().isEmpty() ? "" : source + ": ") + what();
  }

  /** The same without the place. */
  public String what() {
    String object = id.equals(WHOLE_RUN) ? "" : id + ": ";
    return object + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
