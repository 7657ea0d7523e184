package dev.reconcile.cli;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Value.Dict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Objects of one kind as a table; each kind has its own columns. */
final class GetTable {
  private final boolean wide;
  private final boolean prefixed;
  private final Instant now;

  /**
   * @param wide more columns
   * @param prefixed names as {@code container/web}, for tables of several kinds
   * @param now for ages
   */
  GetTable(boolean wide, boolean prefixed, Instant now) {
    this.wide = wide;
    this.prefixed = prefixed;
    this.now = now;
  }

  /** The table's text; empty without items. */
  String of(Kind kind, List<Item> items) {
    Table table = new Table(heading(kind).toArray(String[]::new));
    for (Item item : items) {
      List<String> row = new ArrayList<>();
      row.add(prefixed ? kind.id() + "/" + item.name() : item.name());
      row.addAll(cells(kind, item));
      if (wide) {
        row.addAll(wideCells(kind, item));
      }
      table.row(row);
    }
    return table.isEmpty() ? "" : table.text();
  }

  private List<String> heading(Kind kind) {
    List<String> heading = new ArrayList<>(List.of("NAME"));
    heading.addAll(
        switch (kind) {
          case CONTAINER -> List.of("PHASE", "READY", "RESTARTS", "PID", "AGE");
          case CGROUP -> List.of("PATH", "LIMITS");
          case ROOTFS -> List.of("LAYERS", "WRITABLE");
          case SYNC -> List.of("READY", "REASON", "REVISION", "NEXT");
          case CGROUP_HIERARCHY -> List.of("VERSION", "HIERARCHY", "MOUNTED", "READY", "REASON");
          case NAMESPACE, NETWORK, SECRET -> List.<String>of();
        });
    if (wide) {
      heading.addAll(
          kind == Kind.CONTAINER
              ? List.of("REASON", "CGROUP", "OWNER", "SOURCE")
              : List.of("OWNER", "SOURCE"));
    }
    return heading;
  }

  private List<String> cells(Kind kind, Item item) {
    return switch (kind) {
      case CONTAINER ->
          List.of(
              item.status("phase"),
              item.status("ready"),
              item.status("restarts"),
              item.status("pid"),
              age(item.status("startedAt")));
      case CGROUP -> List.of(item.status("cgroup"), limits(item));
      case ROOTFS ->
          List.of(
              Integer.toString(item.document().dict("spec").items("layers").size()),
              writable(item));
      case SYNC ->
          List.of(
              item.condition("Ready", "status"),
              item.condition("Ready", "reason"),
              item.status("lastAppliedRevision"),
              item.status("nextRun"));
      case CGROUP_HIERARCHY ->
          List.of(
              item.spec("version"),
              item.status("hierarchy"),
              item.spec("mountPoint"),
              item.condition("Ready", "status"),
              item.condition("Ready", "reason"));
      case NAMESPACE, NETWORK, SECRET -> List.of();
    };
  }

  /** A Rootfs is kept as it was written; the default is filled in where a container uses it. */
  private static String writable(Item item) {
    String type = item.spec("writable.type");
    String from = item.spec("from");
    return !type.isEmpty() ? type : from.isEmpty() ? "ephemeral" : "as in " + from;
  }

  private static List<String> wideCells(Kind kind, Item item) {
    List<String> cells = new ArrayList<>();
    if (kind == Kind.CONTAINER) {
      cells.add(item.status("reason"));
      cells.add(item.status("cgroup"));
    }
    cells.add(item.status("owner"));
    cells.add(item.status("source"));
    return cells;
  }

  /** The limits that the manifest lists, as the kernel has them: {@code memory.max=64Mi}. */
  private static String limits(Item item) {
    Dict values = item.document().dict("status").dict("values");
    StringBuilder limits = new StringBuilder();
    FlatSpec.of(item.document().dict("spec"))
        .keySet()
        .forEach(
            field -> {
              String value = values.entries().containsKey(field) ? valueOf(values, field) : "";
              if (!value.isEmpty()) {
                limits.append(limits.isEmpty() ? "" : " ").append(field).append('=').append(value);
              }
            });
    return limits.toString();
  }

  /** Keys of {@code values} have dots of their own. */
  static String valueOf(Dict values, String field) {
    return values.entries().get(field) instanceof dev.reconcile.model.Value.Text(String text)
        ? text
        : "";
  }

  private String age(String startedAt) {
    if (startedAt.isEmpty()) {
      return "";
    }
    Duration age = Duration.between(Instant.parse(startedAt), now);
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }
}
