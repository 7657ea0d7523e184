package dev.reconcile.diff;

import dev.reconcile.model.Mutability;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field that is not as it should be.
 *
 * @param path in the manifest, such as {@code memory.max} or {@code process.args}
 * @param from what is, in canonical form; null when not set
 * @param to what should be; null when the field is to be reset
 * @param mutability what it costs
 * @param cause who moved: the manifest or the host
 * @param secret never show the values
 */
public record FieldChange(
    String path,
    @Nullable String from,
    @Nullable String to,
    Mutability mutability,
    Cause cause,
    boolean secret) {
  /** Where a difference comes from. */
  public enum Cause {
    /** The manifest asks for something else than what was applied. */
    MANIFEST,
    /** The live object is not what was applied. */
    DRIFT,
    /** Nobody set it: what a v1 cpuset takes over from its parent only when it is written there. */
    INHERITED;

    /** For people: {@code drift}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
