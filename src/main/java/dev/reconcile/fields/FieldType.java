package dev.reconcile.fields;

import java.util.List;
import java.util.regex.Pattern;

/** What a field's value must look like. The field decides the type, not YAML's guess. */
public sealed interface FieldType {
  /** A type whose value is one scalar. */
  sealed interface Scalar extends FieldType {}

  /** A map with the fields below it in the table. */
  record Section() implements FieldType {}

  /**
   * A list of sections.
   *
   * @param ordered false: the order has no meaning, and the canonical one is by the merge key
   */
  record SectionList(boolean ordered) implements FieldType {}

  /**
   * A list of sections without an order, in which a lone scalar stands for a section that has only
   * {@code key}.
   *
   * @param key also the merge key
   */
  record ShorthandList(String key) implements FieldType {}

  /** A map with free keys and values of one type. */
  record FreeMap(FieldType values) implements FieldType {}

  /**
   * A list of scalars.
   *
   * @param ordered false: a set, canonical sorted
   */
  record ScalarList(Scalar items, boolean ordered) implements FieldType {}

  /** Either a scalar or a section, such as {@code rootfs}. */
  record ScalarOrSection(Scalar scalar) implements FieldType {}

  /** Either a word or a set of scalars, such as {@code maskedPaths}. */
  record ScalarOrList(Scalar scalar, Scalar items) implements FieldType {}

  /** Any text. */
  record Text() implements Scalar {}

  /**
   * Text of a shape.
   *
   * @param shape that the whole text must match
   * @param expected the shape in words, such as {@code an IP address}
   */
  record Matching(Pattern shape, String expected) implements Scalar {
    Matching(String regex, String expected) {
      this(Pattern.compile(regex), expected);
    }

    /** From a regular expression. */
    public static Matching of(String regex, String expected) {
      return new Matching(regex, expected);
    }
  }

  /**
   * One of some words.
   *
   * @param later in the contract and rejected as 'not supported yet'; with a colon at the end: a
   *     prefix
   */
  record Choice(List<String> words, List<String> later) implements Scalar {
    public Choice {
      words = List.copyOf(words);
      later = List.copyOf(later);
    }

    public Choice(List<String> words) {
      this(words, List.of());
    }
  }

  /** {@code true} or {@code false}. */
  record Bool() implements Scalar {}

  /** An integer in a range. */
  record Int(long min, long max, boolean allowMax) implements Scalar {}

  /** A {@link dev.reconcile.model.ByteSize}. */
  record Bytes(boolean allowMax) implements Scalar {}

  /** A {@link dev.reconcile.model.CpuAmount}. */
  record Cpu(boolean allowMax) implements Scalar {}

  /** A {@link dev.reconcile.model.TimeSpan}. */
  record Duration() implements Scalar {}

  /** Octal permission bits, canonical with a leading zero: {@code 0644}. */
  record Mode() implements Scalar {}

  /** CPU or node list, canonical {@code 0-1,4}. */
  record IndexList() implements Scalar {}

  /**
   * A path; relative ones resolve against the file that contains them; canonical absolute and
   * normalised.
   */
  record HostPath() implements Scalar {}

  /**
   * A path below some directory, canonical without {@code ./} at its front; {@code .} for the
   * directory itself.
   */
  record TreePath() implements Scalar {}

  /** An absolute path inside a container, normalised. */
  record ContainerPath() implements Scalar {}

  /** A signal, capability or rlimit with or without its prefix, canonical upper case without it. */
  record Named(String prefix, List<String> names) implements Scalar {
    public Named {
      names = List.copyOf(names);
    }
  }

  /** {@code none}, {@code restart} or {@code signal:NAME}, the signal as in {@link Named}. */
  record OnChange() implements Scalar {}

  /** A tc(8) class, {@code 0xMMMMmmmm}; canonical in hexadecimal. */
  record ClassId() implements Scalar {}

  /** An RFC 1123 label, the name of an object. */
  record Label() implements Scalar {}
}
