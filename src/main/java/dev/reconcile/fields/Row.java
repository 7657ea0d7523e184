package dev.reconcile.fields;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as it is written down: everything usual is left out, what is special is said by name. */
record Row(
    String path,
    FieldType type,
    String doc,
    @Nullable String defaultText,
    boolean required,
    Mutability mutability,
    boolean supported,
    @Nullable String mergeKey,
    boolean secret,
    List<String> kernelFiles) {

  static final FieldType.Section SECTION = new FieldType.Section();
  static final FieldType.Text TEXT = new FieldType.Text();
  static final FieldType.Bool BOOL = new FieldType.Bool();
  static final FieldType.Label LABEL = new FieldType.Label();
  static final FieldType.HostPath HOST_PATH = new FieldType.HostPath();
  static final FieldType.ContainerPath CONTAINER_PATH = new FieldType.ContainerPath();
  static final FieldType.Duration DURATION = new FieldType.Duration();
  static final FieldType.Mode MODE = new FieldType.Mode();
  static final FieldType.Bytes BYTES = new FieldType.Bytes(false);
  static final FieldType.Bytes BYTES_OR_MAX = new FieldType.Bytes(true);

  /** uid_t and gid_t without -1, which setuid(2) gives a meaning of its own. */
  static final FieldType.Int ID = integer(0, 4_294_967_294L);

  static final FieldType.Int PORT = integer(1, 65_535);
  static final FieldType.Int COUNT_OR_MAX = new FieldType.Int(0, Integer.MAX_VALUE, true);

  /** 5 fields, or Quartz's 6 or 7; what stands in them is checked by the reader. */
  static final FieldType.Matching CRON =
      new FieldType.Matching(
          "\\S+([ \\t]+\\S+){4,6}", "a cron expression of 5 fields, or of Quartz's 6 or 7");

  static final FieldType.Matching ADDRESS =
      new FieldType.Matching(
          "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*", "an IP address");

  /** A field that may be absent, without a default, whose change recreates the object. */
  static Row row(String path, FieldType type, String doc) {
    return new Row(path, type, doc, null, false, Mutability.RECREATE, true, null, false, List.of());
  }

  static FieldType.Int integer(long min, long max) {
    return new FieldType.Int(min, max, false);
  }

  static FieldType.Choice choice(String... words) {
    return new FieldType.Choice(List.of(words));
  }

  /** A list of scalars whose order has a meaning. */
  static FieldType.ScalarList list(FieldType.Scalar items) {
    return new FieldType.ScalarList(items, true);
  }

  /** A list of scalars whose order has none. */
  static FieldType.ScalarList set(FieldType.Scalar items) {
    return new FieldType.ScalarList(items, false);
  }

  /**
   * Filled in when absent: a scalar, {@code []} for an empty list or {@code {}} for an empty map.
   */
  Row byDefault(String text) {
    return new Row(
        path, type, doc, text, required, mutability, supported, mergeKey, secret, kernelFiles);
  }

  Row always() {
    return new Row(
        path, type, doc, defaultText, true, mutability, supported, mergeKey, secret, kernelFiles);
  }

  Row live() {
    return new Row(
        path,
        type,
        doc,
        defaultText,
        required,
        Mutability.LIVE,
        supported,
        mergeKey,
        secret,
        kernelFiles);
  }

  /** In the contract, not in this version. */
  Row later() {
    return new Row(
        path, type, doc, defaultText, required, mutability, false, mergeKey, secret, kernelFiles);
  }

  Row keyed(String key) {
    return new Row(
        path, type, doc, defaultText, required, mutability, supported, key, secret, kernelFiles);
  }

  Row hidden() {
    return new Row(
        path, type, doc, defaultText, required, mutability, supported, mergeKey, true, kernelFiles);
  }

  Row files(List<String> files) {
    return new Row(
        path, type, doc, defaultText, required, mutability, supported, mergeKey, secret, files);
  }

  /** The same field one level deeper. */
  Row under(String prefix) {
    return new Row(
        prefix + "." + path,
        type,
        doc,
        defaultText,
        required,
        mutability,
        supported,
        mergeKey,
        secret,
        kernelFiles);
  }

  Field of(Kind kind) {
    return new Field(
        kind,
        path,
        "spec." + path,
        path.substring(path.lastIndexOf('.') + 1),
        type,
        defaultText,
        required,
        mutability,
        supported,
        mergeKey,
        secret,
        doc,
        kernelFiles);
  }
}
