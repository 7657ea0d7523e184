package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one control file says what limits mean. Values are compared in the kernel's own units, after
 * its rounding, never as people wrote them.
 */
public interface LimitCodec {
  /**
   * What to write.
   *
   * @param live what the file holds now; null when unknown
   * @return decimal text without units; null when these limits leave the file alone
   * @throws IllegalArgumentException when this file cannot express them: what is wrong and the next
   *     move
   */
  @Nullable String write(Limits limits, @Nullable String live);

  /**
   * The canonical neutral value of a field.
   *
   * @param kernel what the file holds
   * @param siblings the other files of the directory, for values that only a second file gives a
   *     meaning
   */
  String read(String field, String kernel, Map<String, String> siblings);

  /** What the kernel reads back, character by character, when it took what was written. */
  default String readBack(String written) {
    return written;
  }

  /** The write that brings back what the file held before. */
  default String restore(String held) {
    return held;
  }

  /** Whether the kernel reads back what was written, its rounding included. */
  boolean matches(String kernel, String written);

  /**
   * Compares what two contents of the file permit: positive when {@code b} permits more than {@code
   * a}.
   */
  int growth(String a, String b);
}
