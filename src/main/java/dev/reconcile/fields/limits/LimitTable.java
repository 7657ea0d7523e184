package dev.reconcile.fields.limits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every limit: what it is called, and which control files carry it on cgroup v1 and v2. A new
 * kernel file is a new row in the room of its controller. Formats and ranges are those of
 * Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/*.rst.
 */
public final class LimitTable {
  private static final List<LimitField> FIELDS = rows();
  private static final Map<String, LimitPath> PLAIN = plain();
  private static final List<KeyedRow> KEYED = keyed();
  private static final Map<String, List<NamedFile>> FILES = files();
  private static final List<NamedFile> FILES_BY_KEY = filesByKey();

  private LimitTable() {}

  private static List<LimitField> rows() {
    List<LimitField> rows = new ArrayList<>();
    rows.addAll(CpuLimits.rows());
    rows.addAll(CpusetLimits.rows());
    rows.addAll(MemoryLimits.rows());
    rows.addAll(IoLimits.rows());
    rows.addAll(IoCostLimits.rows());
    rows.addAll(ResourceLimits.rows());
    rows.addAll(CoreLimits.rows());
    return Collections.unmodifiableList(rows);
  }

  private static Map<String, LimitPath> plain() {
    Map<String, LimitPath> rows = new HashMap<>();
    for (LimitField field : FIELDS) {
      if (!field.isKeyed()) {
        rows.put(field.path(), new LimitPath(field, ""));
      }
    }
    return rows;
  }

  private static List<KeyedRow> keyed() {
    List<KeyedRow> keyed = new ArrayList<>();
    for (LimitField field : FIELDS) {
      if (field.isKeyed()) {
        keyed.add(KeyedRow.of(field));
      }
    }
    return keyed;
  }

  /** A file of a row. */
  private record NamedFile(LimitField field, KernelFile file) {}

  private static List<NamedFile> allFiles() {
    List<NamedFile> all = new ArrayList<>();
    for (LimitField field : FIELDS) {
      for (KernelFile file : field.files()) {
        all.add(new NamedFile(field, file));
      }
    }
    return all;
  }

  private static Map<String, List<NamedFile>> files() {
    Map<String, List<NamedFile>> files = new HashMap<>();
    for (NamedFile named : allFiles()) {
      if (!named.file.hasKeyInName()) {
        files.computeIfAbsent(named.file.name(), name -> new ArrayList<>()).add(named);
      }
    }
    return files;
  }

  private static List<NamedFile> filesByKey() {
    return allFiles().stream().filter(named -> named.file.hasKeyInName()).toList();
  }

  /** Every row, in the order of the manifest's contract. */
  public static List<LimitField> fields() {
    return FIELDS;
  }

  /** The row of {@code memory.max}, or of {@code io.max[254:0].rbps}; null when there is none. */
  public static @Nullable LimitField field(String path) {
    LimitPath found = path(path);
    return found == null ? null : found.field();
  }

  /** The row and the key of one value's path. */
  static @Nullable LimitPath path(String path) {
    LimitPath plain = PLAIN.get(path);
    if (plain != null) {
      return plain;
    }
    for (KeyedRow row : KEYED) {
      LimitPath found = row.path(path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The file's row, by the name that is written; null when no field has it. */
  static @Nullable KernelFile file(int version, String name) {
    for (NamedFile named : named(name)) {
      if (named.file.version() == version) {
        return named.file;
      }
    }
    return null;
  }

  /** The field of a kernel file, on either version; null when none has it. */
  public static @Nullable LimitField fieldOf(String name) {
    List<NamedFile> named = named(name);
    return named.isEmpty() ? null : named.getFirst().field;
  }

  /** Rows of that name on either version, in the order of the table. */
  private static List<NamedFile> named(String name) {
    List<NamedFile> plain = FILES.get(name);
    if (plain != null) {
      return plain;
    }
    List<NamedFile> keyed = new ArrayList<>();
    for (NamedFile each : FILES_BY_KEY) {
      if (each.file.isNamed(name)) {
        keyed.add(each);
      }
    }
    return keyed;
  }

  /** Whether it is a file of the kernel's that reads back one value and nothing else. */
  public static boolean readsBackAlone(int version, String file) {
    KernelFile row = file(version, file);
    boolean whole = row == null || !row.keys().isShared();
    return whole && !file.equals(DeviceChange.FILE) && !file.equals(DeviceRules.FILE);
  }

  /** How systemd calls what a control file holds; null when it has no property for it. */
  public static @Nullable UnitProperty property(int version, String name) {
    KernelFile file = file(version, name);
    return file == null ? null : file.property();
  }

  /**
   * Whether a control file reads back what was written, the kernel's rounding included. Files
   * without a row ({@code raw}) are compared as they are.
   *
   * @param expected one write, with its key where the file has several: {@code 254:0 rbps=max}
   */
  public static boolean matches(int version, String file, String readBack, String expected) {
    KernelFile row = file(version, file);
    if (row == null) {
      return readBack.equals(expected);
    }
    String key = row.keys().keyOf(expected);
    String is = row.keys().cut(readBack, key);
    String should = row.keys().cut(expected, key);
    return is != null && should != null && row.codec().matches(is, should);
  }

  /**
   * When to write a file among others of its group: bounds that grow come first, the outer one
   * leading, then bounds that shrink, the outer one last.
   */
  public static int order(int version, String file, String live, String value) {
    KernelFile row = file(version, file);
    if (row == null) {
      return 0;
    }
    String key = row.keys().keyOf(value);
    String is = row.keys().cut(live, key);
    String should = row.keys().cut(value, key);
    boolean shrinks = is != null && should != null && row.codec().growth(is, should) < 0;
    return shrinks ? Integer.MAX_VALUE - row.rank() : row.rank();
  }
}
