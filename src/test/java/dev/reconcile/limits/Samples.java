package dev.reconcile.limits;

import static dev.reconcile.limits.Sample.line;
import static dev.reconcile.limits.Sample.of;
import static dev.reconcile.limits.Sample.v1;
import static dev.reconcile.limits.Sample.v2;

import dev.reconcile.fields.limits.DeviceRules;
import java.util.ArrayList;
import java.util.List;

/** A value for every row, and the kernel's words for it: written from its documentation. */
final class Samples {
  private static final String UNLIMITED = "9223372036854771712";

  private Samples() {}

  /** All of them, with the names of what this machine has. */
  static List<Sample> all(Parts parts) {
    String disk = parts.disk();
    List<Sample> all = new ArrayList<>(plain(disk));
    all.addAll(named(parts));
    for (String word : List.of("rbps", "rseqiops", "rrandiops", "wbps", "wseqiops", "wrandiops")) {
      all.add(cost(disk, "model", word, "12345", "12345"));
    }
    all.add(cost(disk, "model", "ctrl", "user", "user"));
    all.add(cost(disk, "qos", "ctrl", "user", "user"));
    all.add(cost(disk, "qos", "enable", "true", "1"));
    for (String word : List.of("rpct", "wpct", "min", "max")) {
      all.add(cost(disk, "qos", word, "77.5", "77.50"));
    }
    all.add(cost(disk, "qos", "rlat", "5000", "5000"));
    all.add(cost(disk, "qos", "wlat", "5000", "5000"));
    return all;
  }

  /** One word of a line of the root group. */
  private static Sample cost(String disk, String section, String key, String value, String held) {
    String file = "io.cost." + section;
    String auto = section.equals("qos") ? " enable=0 ctrl=auto" : " ctrl=auto";
    return of(
        "ioCost[]." + section + "." + key,
        "{path: /, lifecycle: adopted, ioCost: [{device: \""
            + disk
            + "\", "
            + section
            + ": {"
            + key
            + ": "
            + value
            + "}}]}",
        new Sample.File(2, "io", file, key + "=" + held, "ctrl=auto", disk + auto));
  }

  private static List<Sample> plain(String disk) {
    return List.of(
        of(
            "cpu.weight",
            "{cpu: {weight: 200}}",
            v1("cpu.shares", "2048", "1024"),
            v2("cpu.weight", "200", "100")),
        of(
            "cpu.max",
            "{cpu: {max: 500m}}",
            v1("cpu.cfs_quota_us", "50000", "-1"),
            v2("cpu.max", "50000 100000", "max 100000")),
        of(
            "cpu.period",
            "{cpu: {max: 500m, period: 50ms}}",
            v1("cpu.cfs_period_us", "50000", "100000"),
            v2("cpu.max", "25000 50000", "max 100000")),
        of(
            "cpu.burst",
            "{cpu: {max: 500m, burst: 20ms}}",
            v1("cpu.cfs_burst_us", "20000", "0"),
            v2("cpu.max.burst", "20000", "0")),
        of("cpu.idle", "{cpu: {idle: true}}", v1("cpu.idle", "1", "0"), v2("cpu.idle", "1", "0")),
        of(
            "cpu.uclampMin",
            "{cpu: {uclampMin: 20}}",
            v1("cpu.uclamp.min", "20.00", "0.00"),
            v2("cpu.uclamp.min", "20.00", "0.00")),
        of(
            "cpu.uclampMax",
            "{cpu: {uclampMax: 80}}",
            v1("cpu.uclamp.max", "80.00", "max"),
            v2("cpu.uclamp.max", "80.00", "max")),
        of(
            "cpu.realtime.runtime",
            "{cpu: {realtime: {runtime: 10ms}}}",
            v1("cpu.rt_runtime_us", "10000", "0")),
        of(
            "cpu.realtime.period",
            "{cpu: {realtime: {period: 500ms}}}",
            v1("cpu.rt_period_us", "500000", "1000000")),
        of(
            "cpuset.cpus",
            "{cpuset: {cpus: \"0\"}}",
            new Sample.File(1, "cpuset", "cpuset.cpus", "0", "(parent)", "(parent)"),
            new Sample.File(2, "cpuset", "cpuset.cpus", "0", "", "\n")),
        of(
            "cpuset.mems",
            "{cpuset: {mems: \"0\"}}",
            new Sample.File(1, "cpuset", "cpuset.mems", "0", "(parent)", "(parent)"),
            new Sample.File(2, "cpuset", "cpuset.mems", "0", "", "\n")),
        // Only a child of a partition can be one, and the host's root is.
        of(
            "cpuset.partition",
            "{path: /reconcile-partition, cpuset: {cpus: \"1\", partition: root}}",
            v2("cpuset.cpus.partition", "root", "member")),
        of(
            "memory.max",
            "{memory: {max: 64Mi}}",
            v1("memory.limit_in_bytes", "67108864", UNLIMITED),
            v2("memory.max", "67108864", "max")),
        of("memory.high", "{memory: {high: 64Mi}}", v2("memory.high", "67108864", "max")),
        of("memory.low", "{memory: {low: 1Mi}}", v2("memory.low", "1048576", "0")),
        of("memory.min", "{memory: {min: 1Mi}}", v2("memory.min", "1048576", "0")),
        of(
            "memory.swapMax",
            "{memory: {max: 64Mi, swapMax: 32Mi}}",
            v1("memory.memsw.limit_in_bytes", "100663296", UNLIMITED),
            v2("memory.swap.max", "33554432", "max")),
        of(
            "memory.swapHigh",
            "{memory: {swapHigh: 32Mi}}",
            v2("memory.swap.high", "33554432", "max")),
        of(
            "memory.zswapMax",
            "{memory: {zswapMax: 32Mi}}",
            v2("memory.zswap.max", "33554432", "max")),
        of(
            "memory.zswapWriteback",
            "{memory: {zswapWriteback: false}}",
            v2("memory.zswap.writeback", "0", "1")),
        of("memory.oomGroup", "{memory: {oomGroup: true}}", v2("memory.oom.group", "1", "0")),
        of("memory.swappiness", "{memory: {swappiness: 10}}", v1("memory.swappiness", "10", "60")),
        of(
            "memory.softLimit",
            "{memory: {softLimit: 32Mi}}",
            v1("memory.soft_limit_in_bytes", "33554432", UNLIMITED)),
        of("io.weight", "{io: {weight: 200}}", v2("io.weight", "default 200", "default 100")),
        of(
            "io.bfqWeight",
            "{io: {bfqWeight: 200}}",
            v1("blkio.bfq.weight", "200", "100"),
            v2("io.bfq.weight", "default 200", "default 100")),
        rate(disk, "rbps", "10M", "10000000", "read_bps"),
        rate(disk, "wbps", "10M", "10000000", "write_bps"),
        rate(disk, "riops", "1000", "1000", "read_iops"),
        rate(disk, "wiops", "1000", "1000", "write_iops"),
        of(
            "io.latency[].target",
            "{io: {latency: [{device: \"" + disk + "\", target: 10ms}]}}",
            line(2, "io.latency", disk + " target=10000", disk + " target=max")),
        of(
            "hugetlb.*.max",
            "{hugetlb: {2Mi: {max: 9Mi}}}",
            v1("hugetlb.2MB.limit_in_bytes", "8388608", "9223372036852678656"),
            v2("hugetlb.2MB.max", "8388608", "max")),
        of(
            "hugetlb.*.rsvdMax",
            "{hugetlb: {2Mi: {rsvdMax: 9Mi}}}",
            v1("hugetlb.2MB.rsvd.limit_in_bytes", "8388608", "9223372036852678656"),
            v2("hugetlb.2MB.rsvd.max", "8388608", "max")),
        devices("devices.default", "{devices: {default: deny}}", "", "default deny"),
        devices(
            "devices.allow",
            "{devices: {default: deny, allow: [{type: c, major: 1, minor: 3, access: rw}, {type:"
                + " b}]}}",
            "b *:* rwm\nc 1:3 rw",
            "default deny\nallow b *:* rwm\nallow c 1:3 rw"),
        devices(
            "devices.deny",
            "{devices: {default: deny, allow: [{type: c, major: 1, minor: 3}], deny: [{type: c,"
                + " major: 1, minor: 3, access: m}]}}",
            "c 1:3 rw",
            "default deny\nallow c 1:3 rwm\ndeny c 1:3 m"),
        of(
            "netCls.classid",
            "{netCls: {classid: 0x100001}}",
            v1("net_cls.classid", "1048577", "0")),
        of(
            "netPrio.ifpriomap.*",
            "{netPrio: {ifpriomap: {lo: 5}}}",
            new Sample.File(1, "net_prio", "net_prio.ifpriomap", "lo 5", "lo 0", "lo 0")),
        of(
            "pids.max",
            "{pids: {max: 64}}",
            v1("pids.max", "64", "max"),
            v2("pids.max", "64", "max")),
        of("maxDepth", "{maxDepth: 2}", v2("cgroup.max.depth", "2", "max")),
        of("maxDescendants", "{maxDescendants: 2}", v2("cgroup.max.descendants", "2", "max")),
        of(
            "frozen",
            "{frozen: true}",
            v1("freezer.state", "FROZEN", "THAWED"),
            v2("cgroup.freeze", "1", "0")));
  }

  /** The kernel lists rules in the order in which they came. */
  private static Sample devices(String row, String spec, String held, String rules) {
    String all = DeviceRules.NO_PROGRAM;
    return of(
        row,
        spec,
        new Sample.File(1, "devices", "devices.list", held, "a *:* rwm", "a"),
        new Sample.File(2, "cgroup", DeviceRules.FILE, DeviceRules.readBack(rules), all, all));
  }

  /** v2 has four of them in a line, v1 a file for each. */
  private static Sample rate(String disk, String key, String value, String held, String file) {
    String words =
        String.join(
            " ",
            List.of("rbps=max", "wbps=max", "riops=max", "wiops=max").stream()
                .map(word -> word.startsWith(key) ? key + "=" + held : word)
                .toList());
    return of(
        "io.max[]." + key,
        "{io: {max: [{device: \"" + disk + "\", " + key + ": " + value + "}]}}",
        line(1, "blkio.throttle." + file + "_device", disk + " " + held, disk + " 0"),
        line(2, "io.max", disk + " " + words, disk + " " + key + "=max"));
  }

  /** Controllers that count what a driver has: their files have a line for each, at all times. */
  private static List<Sample> named(Parts parts) {
    String misc = parts.miscResource();
    return List.of(
        rdma(parts.rdmaDevice(), "hcaHandle", "hca_handle=2 hca_object=max"),
        rdma(parts.rdmaDevice(), "hcaObject", "hca_handle=max hca_object=2"),
        of(
            "misc.*",
            "{misc: {" + misc + ": 2}}",
            v1("misc.max", misc + " 2", misc + " max"),
            v2("misc.max", misc + " 2", misc + " max")),
        dmem(parts.memoryRegion(), "max", "max"),
        dmem(parts.memoryRegion(), "low", "0"),
        dmem(parts.memoryRegion(), "min", "0"));
  }

  private static Sample rdma(String device, String key, String words) {
    String held = device + " " + words;
    String reset = device + " hca_handle=max hca_object=max";
    return of(
        "rdma.*." + key,
        "{rdma: {" + device + ": {" + key + ": 2}}}",
        v1("rdma.max", held, reset),
        v2("rdma.max", held, reset));
  }

  private static Sample dmem(String region, String bound, String reset) {
    return of(
        "dmem.*." + bound,
        "{dmem: {" + region + ": {" + bound + ": 1Mi}}}",
        v2("dmem." + bound, region + " 1048576", region + " " + reset));
  }
}
