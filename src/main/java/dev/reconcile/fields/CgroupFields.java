package dev.reconcile.fields;

import static dev.reconcile.fields.Row.COUNT_OR_MAX;
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
import java.util.Set;

/** Cgroup; its limits are also a Container's {@code resources}. */
final class CgroupFields {
  private static final FieldType.Matching PATH =
      new FieldType.Matching(
          "(/[^/.\\x00-\\x1f\\x7f][^/\\x00-\\x1f\\x7f]*)+",
          "an absolute cgroup path such as /reconcile/web, without names that start with a dot");

  private CgroupFields() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("parent", LABEL, "Another Cgroup; the path is <its path>/<name>."));
    rows.add(row("path", PATH, "An absolute cgroup path."));
    rows.add(row("unit", TEXT, "A systemd unit.").later());
    rows.add(row("user", TEXT, "The unit user-UID.slice of that user.").later());
    rows.add(
        row(
                "lifecycle",
                choice("managed", "adopted"),
                "managed: created and removed; adopted: only listed limits are ours, and each goes"
                    + " back to what it was.")
            .byDefault("managed"));
    rows.addAll(limits());
    rows.add(row("processes", SECTION, "Existing processes that belong here.").later());
    rows.add(row("processes.pids", set(integer(1, 4_194_304)), "By PID."));
    rows.add(row("processes.users", set(TEXT), "By user."));
    rows.add(row("processes.comms", set(TEXT), "By /proc/PID/comm."));
    return rows;
  }

  /** The rows of the limit table with their sections, then what is to come and {@code raw}. */
  static List<Row> limits() {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (LimitField limit : LimitTable.fields()) {
      if (limit.supported()) {
        add(limitRow(limit), rows, seen);
      }
    }
    for (Row row : LATER) {
      add(row.live().later(), rows, seen);
    }
    for (LimitField limit : LimitTable.fields()) {
      add(limitRow(limit).later(), rows, seen);
    }
    rows.add(
        row(
                "raw",
                new FieldType.FreeMap(TEXT),
                "Exact kernel file to value, for what has no field.")
            .live());
    return rows;
  }

  private static Row limitRow(LimitField limit) {
    return row(limit.path(), limit.type(), limit.doc()).live().files(limit.kernelFiles());
  }

  /** Nothing when there is a row already; missing sections come first. */
  private static void add(Row row, List<Row> rows, Set<String> seen) {
    String path = row.path();
    if (seen.contains(path)) {
      return;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String section = path.substring(0, dot);
      boolean plain =
          !section.endsWith("[]") && !section.endsWith("*") && !path.startsWith("*", dot + 1);
      if (plain && seen.add(section)) {
        rows.add(row(section, SECTION, "Limits of the controller " + section + ".").live());
      }
    }
    seen.add(path);
    rows.add(row);
  }

  /** What the contract has beyond the limit table. */
  private static final List<Row> LATER =
      List.of(
          row("cpu.realtime", SECTION, "Real-time CPU time; v1."),
          row("cpu.realtime.runtime", Row.DURATION, "In each period."),
          row("cpu.realtime.period", Row.DURATION, "Over which it is counted."),
          row("io", SECTION, "Limits of the controller io (v1: blkio)."),
          row("io.weight", integer(1, 10_000), "Share of I/O time."),
          row("io.bfqWeight", integer(1, 1_000), "Share under the bfq scheduler."),
          row("io.max", new FieldType.SectionList(false), "Bounds per device.").keyed("device"),
          row("io.max[].device", TEXT, "A block device, by path or MAJOR:MINOR.").always(),
          row("io.max[].rbps", Row.BYTES_OR_MAX, "Bytes read per second."),
          row("io.max[].wbps", Row.BYTES_OR_MAX, "Bytes written per second."),
          row("io.max[].riops", COUNT_OR_MAX, "Reads per second."),
          row("io.max[].wiops", COUNT_OR_MAX, "Writes per second."),
          row("io.latency", new FieldType.SectionList(false), "Targets per device.")
              .keyed("device"),
          row("io.latency[].device", TEXT, "A block device, by path or MAJOR:MINOR.").always(),
          row("io.latency[].target", Row.DURATION, "The latency to keep."),
          row("ioCost", new FieldType.SectionList(false), "The I/O cost model; root cgroup only.")
              .keyed("device"),
          row("ioCost[].device", TEXT, "A block device.").always(),
          row("ioCost[].model", new FieldType.FreeMap(TEXT), "Keys of io.cost.model."),
          row("ioCost[].qos", new FieldType.FreeMap(TEXT), "Keys of io.cost.qos."),
          row("hugetlb", new FieldType.FreeMap(SECTION), "Bounds per page size."),
          row("hugetlb.*.max", Row.BYTES_OR_MAX, "The most of one page size."),
          row("rdma", new FieldType.FreeMap(SECTION), "Bounds per RDMA device."),
          row("rdma.*.hcaHandle", COUNT_OR_MAX, "The most handles."),
          row("rdma.*.hcaObject", COUNT_OR_MAX, "The most objects."),
          row("misc", new FieldType.FreeMap(COUNT_OR_MAX), "Bounds per miscellaneous resource."),
          row("dmem", new FieldType.FreeMap(SECTION), "Bounds per region of device memory."),
          row("dmem.*.max", Row.BYTES_OR_MAX, "The most of one region."),
          row("devices", SECTION, "Which devices may be used."),
          row("devices.default", choice("deny", "allow"), "What holds for devices not listed."),
          row("devices.allow", new FieldType.SectionList(true), "Devices that may be used."),
          row("devices.allow[].type", choice("a", "b", "c"), "All, block or character."),
          row("devices.allow[].major", TEXT, "The major number or *."),
          row("devices.allow[].minor", TEXT, "The minor number or *."),
          row("devices.allow[].access", TEXT, "Some of r, w and m."),
          row("devices.deny", new FieldType.SectionList(true), "Devices that may not be used."),
          row("devices.deny[].type", choice("a", "b", "c"), "All, block or character."),
          row("devices.deny[].major", TEXT, "The major number or *."),
          row("devices.deny[].minor", TEXT, "The minor number or *."),
          row("devices.deny[].access", TEXT, "Some of r, w and m."),
          row("netCls", SECTION, "Packet class; v1."),
          row("netCls.classid", TEXT, "The class, such as 0x100001."),
          row("netPrio", SECTION, "Packet priorities; v1."),
          row(
              "netPrio.ifpriomap",
              new FieldType.FreeMap(integer(0, Integer.MAX_VALUE)),
              "Priority per interface."));
}
