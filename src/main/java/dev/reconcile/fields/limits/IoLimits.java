package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;
import static dev.reconcile.live.HostPart.BLOCK_DEVICE;

import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.limits.KeysCodec.Key;
import java.util.List;

/** Rows of the controller io, on v1 blkio: cgroup-v2.rst and cgroup-v1/blkio-controller.rst. */
final class IoLimits {
  private static final FieldType RATE = new FieldType.Bytes(true);
  private static final FieldType OPERATIONS = new FieldType.Int(1, 0xffff_ffffL, true);

  private static final String RBPS = "io.max[].rbps";
  private static final String WBPS = "io.max[].wbps";
  private static final String RIOPS = "io.max[].riops";
  private static final String WIOPS = "io.max[].wiops";
  private static final String TARGET = "io.latency[].target";
  private static final String V1_WEIGHT = "blkio.bfq.weight";

  /** {@code 254:0 rbps=10000000 wbps=max riops=1000 wiops=max}; no line when all are max. */
  private static final KernelFile IO_MAX =
      keys(
          "io.max",
          new Key("rbps", RBPS, Unit.BYTES, "max"),
          new Key("wbps", WBPS, Unit.BYTES, "max"),
          new Key("riops", RIOPS, Unit.OPERATIONS, "max"),
          new Key("wiops", WIOPS, Unit.OPERATIONS, "max"));

  private static final KernelFile IO_LATENCY =
      keys("io.latency", new Key("target", TARGET, Unit.MICROS, "0"));

  private IoLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
                "io.weight",
                new FieldType.Int(1, 10_000, false),
                "100",
                "Share of I/O among siblings where a device has a cost model.",
                v2("io", "io.weight", NumberCodec.count("io.weight"))
                    .line("default")
                    .unit("IOWeight"))
            .instead("io.bfqWeight"),
        of(
            "io.bfqWeight",
            new FieldType.Int(1, 1_000, false),
            "100",
            "Share of I/O among siblings on devices whose scheduler is bfq.",
            v1("blkio", V1_WEIGHT, NumberCodec.count("io.bfqWeight")),
            v2("io", "io.bfq.weight", NumberCodec.count("io.bfqWeight")).line("default")),
        of(
                RBPS,
                RATE,
                "max",
                "Most bytes read from a device in a second.",
                throttle("read_bps", RBPS, Unit.BYTES),
                IO_MAX)
            .names(BLOCK_DEVICE),
        of(
                WBPS,
                RATE,
                "max",
                "Most bytes written to a device in a second.",
                throttle("write_bps", WBPS, Unit.BYTES),
                IO_MAX)
            .names(BLOCK_DEVICE),
        of(
                RIOPS,
                OPERATIONS,
                "max",
                "Most reads from a device in a second.",
                throttle("read_iops", RIOPS, Unit.OPERATIONS),
                IO_MAX)
            .names(BLOCK_DEVICE),
        of(
                WIOPS,
                OPERATIONS,
                "max",
                "Most writes to a device in a second.",
                throttle("write_iops", WIOPS, Unit.OPERATIONS),
                IO_MAX)
            .names(BLOCK_DEVICE),
        of(
                TARGET,
                new FieldType.Duration(),
                "0s",
                "Latency to keep on a device by slowing down siblings; 0s for none.",
                IO_LATENCY)
            .names(BLOCK_DEVICE)
            .instead("io.max"));
  }

  private static KernelFile keys(String file, Key... keys) {
    KeysCodec codec = KeysCodec.of(keys);
    return v2("io", file, codec).lines(codec.missing());
  }

  /** {@code 254:0 10000000}; 0 for no bound, and then no line. */
  private static KernelFile throttle(String what, String field, Unit unit) {
    String file = "blkio.throttle." + what + "_device";
    return v1("blkio", file, new UnitCodec(field, unit, "0")).lines("0");
  }
}
