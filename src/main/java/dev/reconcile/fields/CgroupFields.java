package dev.reconcile.fields;

import static dev.reconcile.fields.Row.LABEL;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.integer;
import static dev.reconcile.fields.Row.row;
import static dev.reconcile.fields.Row.set;

import dev.reconcile.fields.limits.LimitField;
import dev.reconcile.fields.limits.LimitTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cgroup; its limits are also a Container's {@code resources}. */
final class CgroupFields {
  private static final FieldType.Matching PATH =
      new FieldType.Matching(
          "/|(/[^/.\\x00-\\x1f\\x7f][^/\\x00-\\x1f\\x7f]*)+",
          "an absolute cgroup path such as /reconcile/web, without names that start with a dot");

  private static final FieldType.Matching UNIT =
      new FieldType.Matching(
          "[A-Za-z0-9:_.\\\\@-]+\\.(slice|service|scope|socket|mount|swap)",
          "a unit with its type such as app.slice");

  private static final FieldType.Matching USER =
      new FieldType.Matching(
          "[0-9]{1,10}|[A-Za-z_][A-Za-z0-9_.-]*[$]?", "the name of a user, or a UID");

  private static final FieldType.Matching COMM =
      new FieldType.Matching("[^/\\n]{1,15}", "the name in /proc/PID/comm, 1 to 15 bytes");

  private CgroupFields() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("parent", LABEL, "Another Cgroup; the path is <its path>/<name>."));
    rows.add(row("path", PATH, "An absolute cgroup path."));
    rows.add(row("unit", UNIT, "A systemd unit, at its cgroup path."));
    rows.add(row("user", USER, "The slice user-UID.slice of a user of /etc/passwd, or of a UID."));
    rows.add(
        row(
                "lifecycle",
                choice("managed", "adopted"),
                "managed: created and removed; adopted: only listed limits are ours, and each goes"
                    + " back to what it was. The default with unit and user is adopted.")
            .byDefault("managed"));
    rows.addAll(limits());
    rows.add(
        row(
                "processes",
                SECTION,
                "Existing processes that belong here, kept in a child of its own.")
            .live());
    rows.add(row("processes.pids", set(integer(2, 4_194_304)), "By PID.").live());
    rows.add(row("processes.users", set(USER), "By effective user, name or UID.").live());
    rows.add(row("processes.comms", set(COMM), "By /proc/PID/comm, at most 15 bytes.").live());
    return rows;
  }

  /** The rows of the limit table with what they are in, what is to come, and {@code raw}. */
  static List<Row> limits() {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (LimitField limit : LimitTable.fields()) {
      add(limitRow(limit), rows, seen);
    }
    for (String list : List.of("devices.allow", "devices.deny")) {
      rules(list).forEach(row -> add(row, rows, seen));
    }
    rows.add(
        row(
                "raw",
                new FieldType.FreeMap(TEXT),
                "Exact kernel file to value, for what has no field.")
            .live());
    return rows;
  }

  /** A rule is one value: {@code c 1:3 rwm}. */
  private static List<Row> rules(String list) {
    return List.of(
        row(list + "[].type", choice("a", "b", "c"), "All, block or character.").always().live(),
        row(list + "[].major", NUMBER, "The major number, or * for any.").byDefault("*").live(),
        row(list + "[].minor", NUMBER, "The minor number, or * for any.").byDefault("*").live(),
        row(list + "[].access", ACCESS, "Some of r, w and m.").byDefault("rwm").live());
  }

  private static final FieldType.Matching NUMBER =
      new FieldType.Matching("0|[1-9][0-9]{0,9}|\\*", "a device number, or *");
  private static final FieldType.Matching ACCESS =
      new FieldType.Matching("[rwm]{1,3}", "some of r, w and m");

  /** Free keys of scalars are the map's own row. */
  private static Row limitRow(LimitField limit) {
    boolean free = limit.path().endsWith(".*");
    String path = free ? limit.path().substring(0, limit.path().length() - 2) : limit.path();
    FieldType type = free ? new FieldType.FreeMap(limit.type()) : limit.type();
    return row(path, type, limit.doc()).live().files(limit.kernelFiles());
  }

  /** What a row is in comes first, unless it is there already. */
  private static void add(Row row, List<Row> rows, Set<String> seen) {
    String path = row.path();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      above(path.substring(0, dot), path.startsWith("*", dot + 1), rows, seen);
    }
    if (seen.add(path)) {
      rows.add(row);
    }
  }

  /**
   * The row of a section, of a map of sections or of a list of them.
   *
   * @param path {@code cpu}, {@code hugetlb}, {@code hugetlb.*}, {@code io.max[]}
   */
  private static void above(String path, boolean map, List<Row> rows, Set<String> seen) {
    String name = path.endsWith("[]") ? path.substring(0, path.length() - 2) : path;
    if (path.endsWith("*") || !seen.add(name)) {
      return;
    }
    String doc = ABOVE.getOrDefault(name, "Limits of the controller " + name + ".");
    if (map) {
      rows.add(row(name, new FieldType.FreeMap(SECTION), doc).live());
    } else if (path.endsWith("[]")) {
      rows.add(row(name, new FieldType.SectionList(false), doc).keyed("device").live());
      rows.add(row(path + ".device", DEVICE, "By path, or MAJOR:MINOR.").always().live());
    } else {
      rows.add(row(name, SECTION, doc).live());
    }
  }

  private static final FieldType.Matching DEVICE =
      new FieldType.Matching(
          "/[^\\x00-\\x1f\\x7f]+|[0-9]+:[0-9]+", "a block device such as /dev/vda or \"254:0\"");

  private static final Map<String, String> ABOVE =
      Map.ofEntries(
          Map.entry(
              "devices", "Which devices may be used; of a container, besides the default list."),
          Map.entry("cpu.realtime", "CPU time for tasks with a real-time policy."),
          Map.entry("io", "Limits of the controller io, on v1 blkio."),
          Map.entry("io.max", "Bounds per device."),
          Map.entry("io.latency", "Latency targets per device."),
          Map.entry("hugetlb", "Bounds per size of huge pages, such as 2Mi."),
          Map.entry("rdma", "Bounds per RDMA device."),
          Map.entry("dmem", "Bounds per region of device memory."),
          Map.entry("netCls", "Class of outgoing packets."),
          Map.entry("netPrio", "Priority of outgoing packets."),
          Map.entry("ioCost", "The I/O cost model of a device; root cgroup only."),
          Map.entry("ioCost[].model", "What a device can do."),
          Map.entry("ioCost[].qos", "When a device is saturated."));
}
