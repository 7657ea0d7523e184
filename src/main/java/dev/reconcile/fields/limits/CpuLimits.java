package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;

import dev.reconcile.fields.FieldType;
import java.util.List;

/** Rows of the controller cpu: cgroup-v2.rst and scheduler/sched-*.rst. */
final class CpuLimits {
  private static final FieldType PERCENT = new FieldType.Int(0, 100, true);
  private static final int BURST = 1;

  private static final KernelFile CPU_MAX =
      v2("cpu", "cpu.max", new CpuMaxCodec()).unit(new UnitProperty.CpuQuota());
  private static final KernelFile CFS_QUOTA =
      v1("cpu", CfsQuotaCodec.FILE, new CfsQuotaCodec()).nestedInParent();
  private static final KernelFile CFS_PERIOD =
      v1("cpu", CfsPeriodCodec.FILE, new CfsPeriodCodec()).nestedInParent();

  private CpuLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
            "cpu.weight",
            new FieldType.Int(1, 10_000, false),
            "100",
            "Share of CPU time among siblings when it is scarce.",
            v1("cpu", "cpu.shares", new WeightCodec(true)),
            v2("cpu", "cpu.weight", new WeightCodec(false)).unit("CPUWeight")),
        of(
            Cfs.MAX,
            new FieldType.Cpu(true),
            "max",
            "Most CPU time: 500m is half a processor.",
            CFS_QUOTA,
            CFS_PERIOD,
            CPU_MAX),
        of(
            Cfs.PERIOD,
            new FieldType.Duration(),
            "100ms",
            "Over which time cpu.max is counted, 1ms to 1s.",
            CFS_PERIOD,
            CPU_MAX),
        of(
            "cpu.burst",
            new FieldType.Duration(),
            "0s",
            "CPU time that may be saved up for later periods, at most the quota.",
            v1("cpu", "cpu.cfs_burst_us", new DurationCodec("cpu.burst")).rank(BURST),
            v2("cpu", "cpu.max.burst", new DurationCodec("cpu.burst")).rank(BURST)),
        of(
            "cpu.idle",
            new FieldType.Bool(),
            "false",
            "Runs only when nobody else wants the processor; takes the place of cpu.weight.",
            v1("cpu", "cpu.idle", WordCodec.flag("cpu.idle")),
            v2("cpu", "cpu.idle", WordCodec.flag("cpu.idle"))),
        of(
            "cpu.uclampMin",
            PERCENT,
            "0",
            "Lower bound of the utilisation that frequency selection sees, percent.",
            v1("cpu", "cpu.uclamp.min", NumberCodec.percent("cpu.uclampMin")),
            v2("cpu", "cpu.uclamp.min", NumberCodec.percent("cpu.uclampMin"))),
        of(
            "cpu.uclampMax",
            PERCENT,
            "max",
            "Upper bound of the utilisation that frequency selection sees, percent.",
            v1("cpu", "cpu.uclamp.max", NumberCodec.percent("cpu.uclampMax")),
            v2("cpu", "cpu.uclamp.max", NumberCodec.percent("cpu.uclampMax"))),
        of(
            Realtime.RUNTIME,
            new FieldType.Duration(),
            "0s",
            "CPU time in each period for tasks with a real-time policy, sched(7).",
            v1("cpu", Realtime.FILE, new UnitCodec(Realtime.RUNTIME, Unit.MICROS, "-1"))),
        of(
            Realtime.PERIOD,
            new FieldType.Duration(),
            "1s",
            "Over which time cpu.realtime.runtime is counted.",
            v1("cpu", Realtime.PERIOD_FILE, new UnitCodec(Realtime.PERIOD, Unit.MICROS, "-1"))));
  }
}
