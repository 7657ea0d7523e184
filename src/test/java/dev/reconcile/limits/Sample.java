package dev.reconcile.limits;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the limit table with a value, and what {@code cat} says of it.
 *
 * @param row of the table
 * @param spec that lists the value, in flow style
 * @param files where it is
 */
record Sample(String row, String spec, List<File> files) {
  /**
   * A control file.
   *
   * @param version of the cgroup interface
   * @param name kernel's
   * @param held what a file or the line of a device says
   * @param reset what it says when nobody has set it; null when a line is gone then
   * @param echo a write by somebody else, away from what is held
   */
  record File(
      int version,
      String controller,
      String name,
      String held,
      @org.jspecify.annotations.Nullable String reset,
      String echo) {}

  private static final Pattern PATH = Pattern.compile("path: (/[^,]*)");

  /**
   * Its group: an absolute path, such as {@code /} of the host, or a name below the test's root.
   */
  String group() {
    Matcher path = PATH.matcher(spec);
    return path.find() ? path.group(1) : "row";
  }

  /** The same group with no limits listed; the host's own can only be adopted. */
  String bare() {
    return switch (group()) {
      case "row" -> "{}";
      case "/" -> "{path: /, lifecycle: adopted}";
      default -> "{path: " + group() + "}";
    };
  }

  static Sample of(String row, String spec, File... files) {
    return new Sample(row, spec, List.of(files));
  }

  static File v1(String file, String held, String reset) {
    return new File(1, controller(file), file, held, reset, reset);
  }

  static File v2(String file, String held, String reset) {
    return new File(2, controller(file), file, held, reset, reset);
  }

  /** A line of its own that goes when it is reset. */
  static File line(int version, String file, String held, String echo) {
    return new File(version, controller(file), file, held, null, echo);
  }

  private static String controller(String file) {
    return file.substring(0, file.indexOf('.'));
  }

  @Override
  public String toString() {
    return row;
  }
}
