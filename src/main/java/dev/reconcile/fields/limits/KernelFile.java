package dev.reconcile.fields.limits;

/**
 * One control file of one cgroup version.
 *
 * @param version 1 or 2
 * @param controller kernel name; {@code cgroup} for the core of v2, which needs no controller
 * @param name as written
 * @param readName as read: v1 tells a group's own freezing in another file than it is set by
 * @param codec its format
 * @param rank files that must not exceed each other: the outer one has the lower rank, grows first
 *     and shrinks last
 * @param nested v1 refuses a child that permits more than its parent: widen from the top, narrow
 *     from the bottom
 */
public record KernelFile(
    int version,
    String controller,
    String name,
    String readName,
    LimitCodec codec,
    int rank,
    boolean nested) {
  /** Controller of the files that every v2 group has. */
  static final String CORE = "cgroup";

  static KernelFile v1(String controller, String name, LimitCodec codec) {
    return new KernelFile(1, controller, name, name, codec, 0, false);
  }

  static KernelFile v2(String controller, String name, LimitCodec codec) {
    return new KernelFile(2, controller, name, name, codec, 0, false);
  }

  KernelFile rank(int rank) {
    return new KernelFile(version, controller, name, readName, codec, rank, nested);
  }

  KernelFile readFrom(String file) {
    return new KernelFile(version, controller, name, file, codec, rank, nested);
  }

  KernelFile nestedInParent() {
    return new KernelFile(version, controller, name, readName, codec, rank, true);
  }
}
