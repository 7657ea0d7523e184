package dev.reconcile.fields;

import static dev.reconcile.fields.Row.BOOL;
import static dev.reconcile.fields.Row.BYTES;
import static dev.reconcile.fields.Row.CONTAINER_PATH;
import static dev.reconcile.fields.Row.CRON;
import static dev.reconcile.fields.Row.DURATION;
import static dev.reconcile.fields.Row.HOST_PATH;
import static dev.reconcile.fields.Row.ID;
import static dev.reconcile.fields.Row.LABEL;
import static dev.reconcile.fields.Row.MODE;
import static dev.reconcile.fields.Row.PORT;
import static dev.reconcile.fields.Row.SECTION;
import static dev.reconcile.fields.Row.TEXT;
import static dev.reconcile.fields.Row.choice;
import static dev.reconcile.fields.Row.integer;
import static dev.reconcile.fields.Row.list;
import static dev.reconcile.fields.Row.row;

import java.util.ArrayList;
import java.util.List;

/** Container, without its process. */
final class ContainerFields {
  private static final List<String> JOINS = List.of("container:", "namespace:", "path:");

  private static final FieldType.Matching OPTION =
      new FieldType.Matching("[^\\s\\x00-\\x1f\\x7f,]+", "one option without commas or spaces");

  private ContainerFields() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row(
            "rootfs",
            new FieldType.ScalarOrSection(LABEL),
            "A Rootfs by name, or its spec inline; absent: the host's tree in a new mount"
                + " namespace."));
    RootfsFields.rows().forEach(row -> rows.add(row.under("rootfs")));
    rows.add(row("cgroup", LABEL, "The parent Cgroup; absent: the cgroup root."));
    rows.add(
        row("resources", SECTION, "Limits of the container's own cgroup.").live().byDefault("{}"));
    CgroupFields.limits().forEach(row -> rows.add(row.under("resources")));
    rows.addAll(ProcessFields.rows());
    rows.add(
        row(
                "hostname",
                new FieldType.Matching(
                    "[A-Za-z0-9]([-A-Za-z0-9.]{0,62}[A-Za-z0-9])?",
                    "a host name of letters, digits, '-' and '.', at most 64"),
                "Name in its UTS namespace; absent: the object's name.")
            .live());
    rows.addAll(namespaces());
    rows.addAll(network());
    rows.addAll(mounts());
    rows.addAll(lifecycle());
    rows.addAll(probes());
    return rows;
  }

  private static List<Row> namespaces() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("namespaces", SECTION, "Which namespaces are its own.").byDefault("{}"));
    for (String type : List.of("pid", "mnt", "uts", "ipc", "net", "cgroup")) {
      rows.add(
          row(
                  "namespaces." + type,
                  new FieldType.Choice(List.of("private", "host"), JOINS),
                  "Its " + type + " namespace, namespaces(7).")
              .byDefault("private"));
    }
    List<String> later = List.of("private", "container:", "namespace:", "path:");
    for (String type : List.of("user", "time")) {
      rows.add(
          row(
                  "namespaces." + type,
                  new FieldType.Choice(List.of("host"), later),
                  "Its " + type + " namespace, namespaces(7).")
              .byDefault("host"));
    }
    for (String map : List.of("uidMappings", "gidMappings")) {
      rows.add(
          row(map, new FieldType.SectionList(true), "With a user namespace of its own.").later());
      rows.add(row(map + "[].containerID", ID, "First id inside.").always());
      rows.add(row(map + "[].hostID", ID, "First id outside.").always());
      rows.add(row(map + "[].size", ID, "How many.").always());
    }
    return rows;
  }

  private static List<Row> network() {
    return List.of(
        row("network", SECTION, "The Network to join; absent: loopback alone.").later(),
        row("network.name", LABEL, "A Network.").always(),
        row("network.address", TEXT, "Its address."),
        row(
            "network.ports",
            new FieldType.SectionList(false),
            "Ports of the host that lead to it."),
        row("network.ports[].hostPort", PORT, "Port of the host.").always(),
        row("network.ports[].containerPort", PORT, "Port in the container.").always(),
        row("network.ports[].protocol", choice("tcp", "udp"), "Protocol.").byDefault("tcp"),
        row("network.ports[].hostAddress", TEXT, "Address of the host."));
  }

  private static List<Row> mounts() {
    return List.of(
        row(
                "mounts",
                new FieldType.SectionList(true),
                "What is mounted besides the default mounts, in this order.")
            .keyed("target")
            .byDefault("[]"),
        row("mounts[].target", CONTAINER_PATH, "Where, in the container.").always(),
        row(
                "mounts[].type",
                new FieldType.Choice(List.of("bind", "tmpfs"), List.of("secret")),
                "What is mounted.")
            .byDefault("bind"),
        row("mounts[].source", HOST_PATH, "A file or directory of the host, bind only."),
        row("mounts[].readOnly", BOOL, "Whether writing is refused.").byDefault("false"),
        row(
                "mounts[].recursive",
                BOOL,
                "Whether what is mounted below the source comes along, and is read-only too.")
            .byDefault("true"),
        row(
                "mounts[].options",
                list(OPTION),
                "Options of mount(8) and data of tmpfs(5), such as size=64m.")
            .byDefault("[]"),
        row(
            "mounts[].propagation",
            choice(
                "private",
                "rprivate",
                "slave",
                "rslave",
                "shared",
                "rshared",
                "unbindable",
                "runbindable"),
            "Propagation, mount_namespaces(7)."),
        row("mounts[].create", SECTION, "Make a missing source directory, bind only."),
        row("mounts[].create.mode", MODE, "Its permission bits.").byDefault("0755"),
        row("mounts[].create.uid", ID, "Its owner.").byDefault("0"),
        row("mounts[].create.gid", ID, "Its group.").byDefault("0"),
        row("devices", new FieldType.SectionList(false), "Devices besides the default ones.")
            .keyed("path")
            .later(),
        row("devices[].path", HOST_PATH, "A device of the host.").always(),
        row("sysctls", new FieldType.FreeMap(TEXT), "Kernel parameters of its namespaces.").later(),
        row("maskedPaths", paths(), "Paths that cannot be seen; a list replaces the default one.")
            .byDefault("default"),
        row(
                "readonlyPaths",
                paths(),
                "Paths that cannot be written; a list replaces the default one.")
            .byDefault("default"));
  }

  private static FieldType paths() {
    return new FieldType.ScalarOrList(choice("default"), CONTAINER_PATH);
  }

  private static List<Row> lifecycle() {
    return List.of(
        row("init", BOOL, "Whether a small init is PID 1.").later(),
        row("restart", SECTION, "When its monitor starts the process again.")
            .live()
            .byDefault("{}"),
        row("restart.policy", choice("Always", "OnFailure", "Never"), "After which ends.")
            .live()
            .byDefault("Always"),
        row("restart.initialBackoff", DURATION, "First pause, doubled each time.")
            .live()
            .byDefault("100ms"),
        row("restart.maxBackoff", DURATION, "Longest pause.").live().byDefault("5m"),
        row("restart.resetAfter", DURATION, "A run this long forgets earlier failures.")
            .live()
            .byDefault("10m"),
        row("restart.maxRetries", Row.COUNT_OR_MAX, "How often.").live().byDefault("max"),
        row("schedule", SECTION, "A run at each fire instead of one that stays.").later(),
        row("schedule.cron", CRON, "When.").always(),
        row("schedule.timeZone", TEXT, "In which zone."),
        row("schedule.startingDeadline", DURATION, "How late a run may begin."),
        row(
            "schedule.concurrency",
            choice("forbid", "allow", "replace"),
            "What a fire does during a run."),
        row("stop", SECTION, "How the process is ended.").live().byDefault("{}"),
        row("stop.signal", new FieldType.Named("SIG", Names.SIGNALS), "Sent first.")
            .live()
            .byDefault("TERM"),
        row("stop.gracePeriod", DURATION, "Before SIGKILL follows.").live().byDefault("10s"),
        row(
                "dependsOn",
                new FieldType.ShorthandList("name"),
                "Containers that must come first; gates starts, never stops.")
            .live()
            .keyed("name")
            .byDefault("[]"),
        row("dependsOn[].name", LABEL, "A Container.").live().always(),
        row(
                "dependsOn[].condition",
                new FieldType.Choice(List.of("started", "ready"), List.of("succeeded")),
                "What it must have reached.")
            .live()
            .byDefault("ready"),
        row("logs", SECTION, "Bounds of its log files.").live().byDefault("{}"),
        row("logs.maxSize", BYTES, "Of one file.").live().byDefault("10Mi"),
        row("logs.maxFiles", integer(1, 1_000), "How many are kept.").live().byDefault("5"));
  }

  private static List<Row> probes() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("probes", SECTION, "How its state is asked.").later());
    for (String probe : List.of("startup", "liveness", "readiness")) {
      String at = "probes." + probe;
      rows.add(row(at, SECTION, "The " + probe + " probe."));
      rows.add(row(at + ".exec", SECTION, "A program run inside."));
      rows.add(row(at + ".exec.args", list(TEXT), "Its arguments.").always());
      rows.add(row(at + ".http", SECTION, "An HTTP request."));
      rows.add(row(at + ".http.port", PORT, "Its port.").always());
      rows.add(row(at + ".http.path", TEXT, "Its path."));
      rows.add(row(at + ".tcp", SECTION, "A TCP connection."));
      rows.add(row(at + ".tcp.port", PORT, "Its port.").always());
      rows.add(row(at + ".initialDelay", DURATION, "Before the first."));
      rows.add(row(at + ".period", DURATION, "Between two."));
      rows.add(row(at + ".timeout", DURATION, "Of one."));
      rows.add(
          row(at + ".failureThreshold", integer(1, 1_000_000), "Failures in a row that count."));
      rows.add(
          row(at + ".successThreshold", integer(1, 1_000_000), "Successes in a row that count."));
    }
    return rows;
  }
}
