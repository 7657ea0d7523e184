package dev.reconcile.fields;

import static dev.reconcile.fields.Row.BOOL;
import static dev.reconcile.fields.Row.CONTAINER_PATH;
import static dev.reconcile.fields.Row.DURATION;
import static dev.reconcile.fields.Row.HOST_PATH;
import static dev.reconcile.fields.Row.ID;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.row;

import java.util.ArrayList;
import java.util.List;

/**
 * The kinds that this version does not read yet, so that {@code explain} and suggestions know them.
 */
final class LaterFields {
  private LaterFields() {}

  static List<Row> namespace() {
    List<Row> rows =
        new ArrayList<>(
            List.of(
                row(
                        "type",
                        choice("net", "uts", "ipc", "user", "time", "cgroup"),
                        "Which, namespaces(7).")
                    .always(),
                row("hostname", TEXT, "Of a uts one."),
                row("domainname", TEXT, "Of a uts one."),
                row("boottime", DURATION, "Offset of a time one."),
                row("monotonic", DURATION, "Offset of a time one."),
                row("path", CONTAINER_PATH, "Root of a cgroup one.")));
    for (String map : List.of("uidMappings", "gidMappings")) {
      rows.add(row(map, new FieldType.SectionList(true), "Of a user one."));
      rows.add(row(map + "[].containerID", ID, "First id inside.").always());
      rows.add(row(map + "[].hostID", ID, "First id outside.").always());
      rows.add(row(map + "[].size", ID, "How many.").always());
    }
    return later(rows.toArray(Row[]::new));
  }

  static List<Row> network() {
    return later(
        row("bridge", TEXT, "Name of the bridge.").always(),
        row("subnet", TEXT, "Its addresses, such as 10.77.0.0/24.").always(),
        row("gateway", TEXT, "The bridge's own address."),
        row("masquerade", BOOL, "Whether what leaves has the host's address."));
  }

  static List<Row> secret() {
    return later(
        row("values", new FieldType.FreeMap(SECTION), "The bytes, by key.").hidden(),
        row("values.*.file", HOST_PATH, "A file of the host."),
        row("values.*.age", TEXT, "Encrypted with age.").hidden(),
        row("identity", HOST_PATH, "The key that decrypts."));
  }

  private static List<Row> later(Row... rows) {
    List<Row> later = new ArrayList<>();
    for (Row row : rows) {
      later.add(row.later());
    }
    return later;
  }
}
