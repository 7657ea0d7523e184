package dev.reconcile.fields;

import dev.reconcile.model.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every field of every kind, those included that this version rejects. Parser, schema, {@code
 * explain}, diff, masking and the cgroup writer all derive from these rows.
 */
public final class FieldTable {
  /**
   * By kind, each when it is first asked for: a command seldom meets them all. Two threads may both
   * build one, and either will do.
   */
  private static final @Nullable FieldTable[] TABLES = new FieldTable[Kind.values().length];

  private final Map<String, Field> fields = new LinkedHashMap<>();

  /** By the path of the field that they are below; empty for the top of {@code spec}. */
  private final Map<String, Map<String, Field>> children = new HashMap<>();

  private FieldTable(Kind kind) {
    Map<String, Map<String, Field>> below = new HashMap<>();
    for (Row row : rows(kind)) {
      String parent = owner(parent(row.path()));
      Field above = parent.isEmpty() ? null : fields.get(parent);
      boolean later = above != null && !above.supported();
      Field field = (later ? row.later() : row).of(kind);
      if (fields.put(field.path(), field) != null) {
        throw new IllegalStateException("two rows for " + kind + "." + field.path());
      }
      below.computeIfAbsent(parent, path -> new LinkedHashMap<>()).put(field.key(), field);
    }
    below.forEach((path, keys) -> children.put(path, Collections.unmodifiableMap(keys)));
  }

  /** Whether this version reads a kind at all. */
  public static boolean supported(Kind kind) {
    return switch (kind) {
      case ROOTFS, CGROUP_HIERARCHY, CGROUP, CONTAINER, SYNC -> true;
      case NAMESPACE, NETWORK, SECRET -> false;
    };
  }

  /** All fields of a kind, parents before children. */
  public static Collection<Field> fields(Kind kind) {
    return Collections.unmodifiableCollection(table(kind).fields.values());
  }

  /**
   * The row of a field.
   *
   * @param path as in the table ({@code mounts[].target}) or of one value ({@code
   *     mounts[/data].readOnly}, {@code mounts[0].readOnly}, {@code process.env.PATH}); free keys
   *     of scalars lead to the map's own row
   * @return null when no such field exists
   */
  public static @Nullable Field find(Kind kind, String path) {
    FieldTable table = table(kind);
    Field exact = table.fields.get(path);
    return exact != null ? exact : new PathWalk(table.fields, path).field();
  }

  /**
   * The fields directly below one, in the order of the contract.
   *
   * @param path as for {@link #find}; empty for the top of {@code spec}
   */
  public static List<Field> children(Kind kind, String path) {
    return List.copyOf(byKey(kind, path).values());
  }

  /** The same by their keys, in the same order. */
  public static Map<String, Field> byKey(Kind kind, String path) {
    Map<String, Map<String, Field>> children = table(kind).children;
    Map<String, Field> exact = children.get(path);
    if (exact != null) {
      return exact;
    }
    Field field = find(kind, path);
    return field == null ? Map.of() : children.getOrDefault(field.path(), Map.of());
  }

  /**
   * What stands between a field's path and its children's: {@code []} for items, {@code .*} for
   * free keys.
   */
  public static String below(FieldType type) {
    return switch (type) {
      case FieldType.SectionList ignored -> "[]";
      case FieldType.ShorthandList ignored -> "[]";
      case FieldType.FreeMap ignored -> ".*";
      case FieldType.Section ignored -> "";
      case FieldType.ScalarOrSection ignored -> "";
      case FieldType.ScalarOrList ignored -> "";
      case FieldType.ScalarList ignored -> "";
      case FieldType.Scalar ignored -> "";
    };
  }

  private static FieldTable table(Kind kind) {
    FieldTable table = TABLES[kind.ordinal()];
    if (table == null) {
      table = new FieldTable(kind);
      TABLES[kind.ordinal()] = table;
    }
    return table;
  }

  private static List<Row> rows(Kind kind) {
    return switch (kind) {
      case ROOTFS -> RootfsFields.rows();
      case CGROUP -> CgroupFields.rows();
      case CONTAINER -> ContainerFields.rows();
      case SYNC -> SyncFields.rows();
      case CGROUP_HIERARCHY -> HierarchyFields.rows();
      case NAMESPACE -> LaterFields.namespace();
      case NETWORK -> LaterFields.network();
      case SECRET -> LaterFields.secret();
    };
  }

  /** {@code mounts[]} for {@code mounts[].target}. */
  private static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** {@code mounts} for {@code mounts[]}. */
  private static String owner(String parent) {
    if (parent.endsWith("[]")) {
      return parent.substring(0, parent.length() - 2);
    }
    return parent.endsWith(".*") ? parent.substring(0, parent.length() - 2) : parent;
  }
}
