package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.CORE;
import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;

import dev.reconcile.fields.FieldType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every limit: what it is called, and which control files carry it on cgroup v1 and v2. A new
 * kernel file is a new row. Formats and ranges are those of Documentation/admin-guide/cgroup-v2.rst
 * and cgroup-v1/*.rst.
 */
public final class LimitTable {
  private static final FieldType BYTES = new FieldType.Bytes(true);
  private static final FieldType COUNT = new FieldType.Int(0, Integer.MAX_VALUE, true);
  private static final FieldType FLAG = new FieldType.Bool();
  private static final FieldType PERCENT = new FieldType.Int(0, 100, true);
  private static final FieldType INDEXES = new FieldType.IndexList();
  private static final FieldType SECTION = new FieldType.Section();

  // Outer bounds first: memsw >= memory.max >= high >= low >= min, and quota >= burst.
  private static final int OUTER = -1;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int MIN = 3;
  private static final int BURST = 1;

  private static final KernelFile CPU_MAX = v2("cpu", "cpu.max", new CpuMaxCodec());
  private static final KernelFile CFS_QUOTA =
      v1("cpu", CfsQuotaCodec.FILE, new CfsQuotaCodec()).nestedInParent();
  private static final KernelFile CFS_PERIOD =
      v1("cpu", CfsPeriodCodec.FILE, new CfsPeriodCodec()).nestedInParent();

  private static final Map<String, LimitField> BY_PATH = new HashMap<>();
  private static final List<LimitField> FIELDS = rows();

  private LimitTable() {}

  /** Every row, in the order of the manifest's contract. */
  public static List<LimitField> fields() {
    return FIELDS;
  }

  /** The row of {@code memory.max}; null when there is none. */
  public static @Nullable LimitField field(String path) {
    return BY_PATH.get(path);
  }

  /** The file's row, by the name that is written; null when no field has it. */
  static @Nullable KernelFile file(int version, String name) {
    for (LimitField field : FIELDS) {
      for (KernelFile file : field.files()) {
        if (file.version() == version && file.name().equals(name)) {
          return file;
        }
      }
    }
    return null;
  }

  /**
   * Whether a control file reads back what was written, the kernel's rounding included. Files
   * without a row ({@code raw}) are compared as they are.
   */
  public static boolean matches(int version, String file, String readBack, String expected) {
    KernelFile row = file(version, file);
    return row == null ? readBack.equals(expected) : row.codec().matches(readBack, expected);
  }

  private static List<LimitField> rows() {
    List<LimitField> rows = new ArrayList<>();
    cpu(rows);
    cpuset(rows);
    memory(rows);
    core(rows);
    unsupported(rows);
    for (LimitField row : rows) {
      BY_PATH.put(row.path(), row);
    }
    return Collections.unmodifiableList(rows);
  }

  private static void cpu(List<LimitField> rows) {
    row(
        rows,
        "cpu.weight",
        new FieldType.Int(1, 10_000, false),
        "100",
        "Share of CPU time among siblings when it is scarce.",
        v1("cpu", "cpu.shares", new WeightCodec(true)),
        v2("cpu", "cpu.weight", new WeightCodec(false)));
    row(
        rows,
        Cfs.MAX,
        new FieldType.Cpu(true),
        "max",
        "Most CPU time: 500m is half a processor.",
        CFS_QUOTA,
        CFS_PERIOD,
        CPU_MAX);
    row(
        rows,
        Cfs.PERIOD,
        new FieldType.Duration(),
        "100ms",
        "Over which time cpu.max is counted, 1ms to 1s.",
        CFS_PERIOD,
        CPU_MAX);
    row(
        rows,
        "cpu.burst",
        new FieldType.Duration(),
        "0s",
        "CPU time that may be saved up for later periods, at most the quota.",
        v1("cpu", "cpu.cfs_burst_us", new DurationCodec("cpu.burst")).rank(BURST),
        v2("cpu", "cpu.max.burst", new DurationCodec("cpu.burst")).rank(BURST));
    row(
        rows,
        "cpu.idle",
        FLAG,
        "false",
        "Runs only when nobody else wants the processor; takes the place of cpu.weight.",
        v1("cpu", "cpu.idle", WordCodec.flag("cpu.idle")),
        v2("cpu", "cpu.idle", WordCodec.flag("cpu.idle")));
    row(
        rows,
        "cpu.uclampMin",
        PERCENT,
        "0",
        "Lower bound of the utilisation that frequency selection sees, percent.",
        v1("cpu", "cpu.uclamp.min", NumberCodec.percent("cpu.uclampMin")),
        v2("cpu", "cpu.uclamp.min", NumberCodec.percent("cpu.uclampMin")));
    row(
        rows,
        "cpu.uclampMax",
        PERCENT,
        "max",
        "Upper bound of the utilisation that frequency selection sees, percent.",
        v1("cpu", "cpu.uclamp.max", NumberCodec.percent("cpu.uclampMax")),
        v2("cpu", "cpu.uclamp.max", NumberCodec.percent("cpu.uclampMax")));
    unsupported(rows, "cpu.realtime", "Real-time CPU time of a group, v1.");
  }

  private static void cpuset(List<LimitField> rows) {
    row(
        rows,
        Cpuset.CPUS,
        INDEXES,
        "",
        "Processors that may be used.",
        v1("cpuset", Cpuset.CPUS, new IndexListCodec(Cpuset.CPUS)).nestedInParent(),
        v2("cpuset", Cpuset.CPUS, new IndexListCodec(Cpuset.CPUS)));
    row(
        rows,
        Cpuset.MEMS,
        INDEXES,
        "",
        "Memory nodes that may be used.",
        v1("cpuset", Cpuset.MEMS, new IndexListCodec(Cpuset.MEMS)).nestedInParent(),
        v2("cpuset", Cpuset.MEMS, new IndexListCodec(Cpuset.MEMS)));
    row(
        rows,
        "cpuset.partition",
        new FieldType.Choice(List.of("member", "root", "isolated")),
        "member",
        "Whether the processors are taken from the rest of the host.",
        v2("cpuset", "cpuset.cpus.partition", WordCodec.partition()));
  }

  private static void memory(List<LimitField> rows) {
    row(
        rows,
        "memory.max",
        BYTES,
        "max",
        "Most memory; beyond it the kernel reclaims, then kills.",
        v1("memory", "memory.limit_in_bytes", ByteCodec.v1("memory.max")),
        v2("memory", "memory.max", ByteCodec.v2("memory.max")));
    row(
        rows,
        "memory.high",
        BYTES,
        "max",
        "From here on processes are slowed down and memory is reclaimed.",
        v2("memory", "memory.high", ByteCodec.v2("memory.high")).rank(HIGH));
    row(
        rows,
        "memory.low",
        BYTES,
        "0",
        "Memory that is not reclaimed while others have some to give.",
        v2("memory", "memory.low", ByteCodec.v2("memory.low")).rank(LOW));
    row(
        rows,
        "memory.min",
        BYTES,
        "0",
        "Memory that is never reclaimed.",
        v2("memory", "memory.min", ByteCodec.v2("memory.min")).rank(MIN));
    row(
        rows,
        "memory.swapMax",
        BYTES,
        "max",
        "Most swap. v1 bounds the sum of memory and swap, so it needs memory.max there.",
        v1("memory", MemswCodec.FILE, new MemswCodec()).rank(OUTER),
        v2("memory", "memory.swap.max", ByteCodec.v2("memory.swapMax")));
    row(
        rows,
        "memory.swapHigh",
        BYTES,
        "max",
        "Swap use from which processes are slowed down.",
        v2("memory", "memory.swap.high", ByteCodec.v2("memory.swapHigh")).rank(HIGH));
    row(
        rows,
        "memory.zswapMax",
        BYTES,
        "max",
        "Most memory for compressed swap.",
        v2("memory", "memory.zswap.max", ByteCodec.v2("memory.zswapMax")));
    row(
        rows,
        "memory.zswapWriteback",
        FLAG,
        "true",
        "Whether compressed swap may go to a swap device.",
        v2("memory", "memory.zswap.writeback", WordCodec.flag("memory.zswapWriteback")));
    row(
        rows,
        "memory.oomGroup",
        FLAG,
        "false",
        "Whether running out of memory ends the whole group instead of one process.",
        v2("memory", "memory.oom.group", WordCodec.flag("memory.oomGroup")));
    row(
        rows,
        "memory.swappiness",
        new FieldType.Int(0, 200, false),
        "60",
        "How willingly memory is swapped out, 0 to 200.",
        v1("memory", "memory.swappiness", NumberCodec.count("memory.swappiness")));
    row(
        rows,
        "memory.softLimit",
        BYTES,
        "max",
        "Memory above which reclaim starts here when the host runs short.",
        v1("memory", "memory.soft_limit_in_bytes", ByteCodec.v1("memory.softLimit")).rank(HIGH));
  }

  private static void core(List<LimitField> rows) {
    row(
        rows,
        "pids.max",
        new FieldType.Int(0, 4_194_304, true),
        "max",
        "Most tasks; only fork(2) is refused.",
        v1("pids", "pids.max", NumberCodec.count("pids.max")),
        v2("pids", "pids.max", NumberCodec.count("pids.max")));
    row(
        rows,
        "maxDepth",
        COUNT,
        "max",
        "How deep groups may nest below.",
        v2(CORE, "cgroup.max.depth", new NumberCodec("maxDepth", Integer.MAX_VALUE, "")));
    row(
        rows,
        "maxDescendants",
        COUNT,
        "max",
        "How many groups there may be below.",
        v2(
            CORE,
            "cgroup.max.descendants",
            new NumberCodec("maxDescendants", Integer.MAX_VALUE, "")));
    row(
        rows,
        "frozen",
        FLAG,
        "false",
        "Stops every process below without ending it.",
        v2(CORE, "cgroup.freeze", WordCodec.flag("frozen")),
        v1("freezer", "freezer.state", WordCodec.freezerState()).readFrom("freezer.self_freezing"));
  }

  private static void unsupported(List<LimitField> rows) {
    unsupported(rows, "io", "Weights and bounds of block I/O.");
    unsupported(rows, "ioCost", "The cost model of block devices, root cgroup only.");
    unsupported(rows, "hugetlb", "Huge pages.");
    unsupported(rows, "rdma", "RDMA handles and objects.");
    unsupported(rows, "misc", "Host-specific scalar resources.");
    unsupported(rows, "dmem", "Device memory.");
    unsupported(rows, "devices", "Which device files may be used.");
    unsupported(rows, "netCls", "Class of outgoing packets, v1.");
    unsupported(rows, "netPrio", "Priority of outgoing packets, v1.");
  }

  private static void row(
      List<LimitField> rows,
      String path,
      FieldType type,
      String reset,
      String doc,
      KernelFile... files) {
    rows.add(new LimitField(path, type, true, reset, doc, List.of(files)));
  }

  private static void unsupported(List<LimitField> rows, String path, String doc) {
    rows.add(new LimitField(path, SECTION, false, "", doc, List.of()));
  }
}
