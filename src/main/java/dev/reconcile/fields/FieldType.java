package dev.reconcile.fields;

import java.util.List;

/** What a field's value must look like. The field decides the type, not YAML's guess. */
public sealed interface FieldType {
  /** A map with the fields below it in the table. */
  record Section() implements FieldType {}

  /** A list of sections. */
  record SectionList() implements FieldType {}

  /** A map with free keys and values of one type. */
  record FreeMap(FieldType values) implements FieldType {}

  /** A list of scalars. */
  record ScalarList(FieldType items) implements FieldType {}

  /** Either a scalar or a section, such as {@code rootfs}. */
  record ScalarOrSection(FieldType scalar) implements FieldType {}

  /** Any text. */
  record Text() implements FieldType {}

  /** One of some words. */
  record Choice(List<String> words) implements FieldType {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /** {@code true} or {@code false}. */
  record Bool() implements FieldType {}

  /** An integer in a range. */
  record Int(long min, long max, boolean allowMax) implements FieldType {}

  /** A {@link dev.reconcile.model.ByteSize}. */
  record Bytes(boolean allowMax) implements FieldType {}

  /** A {@link dev.reconcile.model.CpuAmount}. */
  record Cpu(boolean allowMax) implements FieldType {}

  /** A {@link dev.reconcile.model.TimeSpan}. */
  record Duration() implements FieldType {}

  /** Octal permission bits, canonical with a leading zero: {@code 0644}. */
  record Mode() implements FieldType {}

  /** CPU or node list, canonical {@code 0-1,4}. */
  record IndexList() implements FieldType {}

  /**
   * A path; relative ones resolve against the file that contains them; canonical absolute and
   * normalised.
   */
  record HostPath() implements FieldType {}

  /** An absolute path inside a container, normalised. */
  record ContainerPath() implements FieldType {}

  /** A signal, capability or rlimit with or without its prefix, canonical upper case without it. */
  record Named(String prefix, List<String> names) implements FieldType {
    public Named {
      names = List.copyOf(names);
    }
  }

  /** An RFC 1123 label, the name of an object. */
  record Label() implements FieldType {}
}
