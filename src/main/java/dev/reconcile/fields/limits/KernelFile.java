package dev.reconcile.fields.limits;

import org.jspecify.annotations.Nullable;

/**
 * One control file of one cgroup version.
 *
 * @param version 1 or 2
 * @param controller kernel name; {@code cgroup} for the core of v2, which needs no controller
 * @param name as written; {@code *} stands for a key
 * @param readName as read: v1 tells a group's own freezing in another file than it is set by
 * @param codec its format, of what {@code keys} cuts out
 * @param rank files that must not exceed each other: the outer one has the lower rank, grows first
 *     and shrinks last
 * @param nested v1 refuses a child that permits more than its parent: widen from the top, narrow
 *     from the bottom
 * @param keys what of the file a value is
 * @param property how systemd calls it; null when it has no property for it
 */
public record KernelFile(
    int version,
    String controller,
    String name,
    String readName,
    LimitCodec codec,
    int rank,
    boolean nested,
    FileKeys keys,
    @Nullable UnitProperty property) {
  /** Controller of the files that every v2 group has. */
  static final String CORE = "cgroup";

  private static final FileKeys WHOLE = new FileKeys.Whole();

  static KernelFile v1(String controller, String name, LimitCodec codec) {
    return of(1, controller, name, codec);
  }

  static KernelFile v2(String controller, String name, LimitCodec codec) {
    return of(2, controller, name, codec);
  }

  /** A file without a row. */
  static KernelFile raw(int version, String name) {
    return new KernelFile(version, "", name, name, new RawCodec(name), 0, false, WHOLE, null);
  }

  private static KernelFile of(int version, String controller, String name, LimitCodec codec) {
    FileKeys keys = name.indexOf('*') >= 0 ? new FileKeys.InName() : WHOLE;
    return new KernelFile(version, controller, name, name, codec, 0, false, keys, null);
  }

  KernelFile rank(int rank) {
    return new KernelFile(version, controller, name, readName, codec, rank, nested, keys, property);
  }

  KernelFile readFrom(String file) {
    return new KernelFile(version, controller, name, file, codec, rank, nested, keys, property);
  }

  KernelFile nestedInParent() {
    return new KernelFile(version, controller, name, readName, codec, rank, true, keys, property);
  }

  KernelFile unit(UnitProperty property) {
    return new KernelFile(version, controller, name, readName, codec, rank, nested, keys, property);
  }

  /** Under one name of systemd.resource-control(5). */
  KernelFile unit(String property) {
    return unit(new UnitProperty.Same(property));
  }

  /** A line for each key; {@code missing} is what a line that is not there means. */
  KernelFile lines(String missing) {
    return new KernelFile(
        version,
        controller,
        name,
        readName,
        codec,
        rank,
        nested,
        new FileKeys.Lines(missing),
        property);
  }

  /** One line among others. */
  KernelFile line(String key) {
    return new KernelFile(
        version, controller, name, readName, codec, rank, nested, new FileKeys.Line(key), property);
  }

  /**
   * Whether a file of this name is one of these: {@code hugetlb.2MB.max} of {@code hugetlb.*.max}.
   */
  boolean isNamed(String file) {
    int star = name.indexOf('*');
    return star < 0
        ? name.equals(file)
        : file.length() >= name.length()
            && file.startsWith(name.substring(0, star))
            && file.endsWith(name.substring(star + 1))
            && file.indexOf('.', star) == file.length() - (name.length() - star - 1);
  }

  /** Whether names differ from host to host. */
  boolean hasKeyInName() {
    return name.indexOf('*') >= 0;
  }

  /** The key in the name of such a file; empty where names have none. */
  String keyInName(String file) {
    int star = name.indexOf('*');
    return star < 0 ? "" : file.substring(star, file.length() - (name.length() - star - 1));
  }
}
