package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.live.HostPart.BLOCK_DEVICE;

import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.limits.KeysCodec.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of what io costs, in the root group alone: cgroup-v2.rst, "IO Interface Files". The kernel
 * calculates what nobody sets; {@code ctrl: auto} leaves all to it.
 */
final class IoCostLimits {
  private static final String MODEL = "ioCost[].model.";
  private static final String QOS = "ioCost[].qos.";
  private static final FieldType CONTROL = new FieldType.Choice(List.of("auto", "user"));
  private static final FieldType NUMBER = new FieldType.Int(0, Long.MAX_VALUE, false);
  private static final FieldType PERCENT =
      FieldType.Matching.of("[0-9]{1,5}([.][0-9]{1,2})?", "a percentage such as 95 or 99.5");

  /** {@code 254:0 ctrl=user model=linear rbps=… rseqiops=… rrandiops=… wbps=… …}. */
  private static final KernelFile COST_MODEL =
      file(
          "io.cost.model",
          "ctrl=auto",
          key(MODEL, "ctrl", Unit.WORD),
          key(MODEL, "rbps", Unit.COUNT),
          key(MODEL, "rseqiops", Unit.COUNT),
          key(MODEL, "rrandiops", Unit.COUNT),
          key(MODEL, "wbps", Unit.COUNT),
          key(MODEL, "wseqiops", Unit.COUNT),
          key(MODEL, "wrandiops", Unit.COUNT));

  /** {@code 254:0 enable=1 ctrl=user rpct=95.00 rlat=5000 … min=50.00 max=150.00}. */
  private static final KernelFile COST_QOS =
      file(
          "io.cost.qos",
          "enable=0 ctrl=auto",
          key(QOS, "enable", Unit.FLAG),
          key(QOS, "ctrl", Unit.WORD),
          key(QOS, "rpct", Unit.DECIMAL),
          key(QOS, "rlat", Unit.COUNT),
          key(QOS, "wpct", Unit.DECIMAL),
          key(QOS, "wlat", Unit.COUNT),
          key(QOS, "min", Unit.DECIMAL),
          key(QOS, "max", Unit.DECIMAL));

  private IoCostLimits() {}

  static List<LimitField> rows() {
    List<LimitField> rows = new ArrayList<>();
    rows.add(row(MODEL, "ctrl", CONTROL, "auto", "Who sets the model.", COST_MODEL));
    rows.add(row(MODEL, "rbps", NUMBER, "0", "Bytes read in a second at most.", COST_MODEL));
    rows.add(row(MODEL, "rseqiops", NUMBER, "0", "Sequential reads in a second.", COST_MODEL));
    rows.add(row(MODEL, "rrandiops", NUMBER, "0", "Random reads in a second.", COST_MODEL));
    rows.add(row(MODEL, "wbps", NUMBER, "0", "Bytes written in a second at most.", COST_MODEL));
    rows.add(row(MODEL, "wseqiops", NUMBER, "0", "Sequential writes in a second.", COST_MODEL));
    rows.add(row(MODEL, "wrandiops", NUMBER, "0", "Random writes in a second.", COST_MODEL));
    FieldType flag = new FieldType.Bool();
    rows.add(row(QOS, "enable", flag, "false", "Whether io.weight counts.", COST_QOS));
    rows.add(row(QOS, "ctrl", CONTROL, "auto", "Who sets the rest.", COST_QOS));
    rows.add(row(QOS, "rpct", PERCENT, "0", "Percentile of read latency.", COST_QOS));
    rows.add(row(QOS, "rlat", NUMBER, "0", "Read latency at it, microseconds.", COST_QOS));
    rows.add(row(QOS, "wpct", PERCENT, "0", "Percentile of write latency.", COST_QOS));
    rows.add(row(QOS, "wlat", NUMBER, "0", "Write latency at it, microseconds.", COST_QOS));
    rows.add(row(QOS, "min", PERCENT, "1", "Least scaling, percent.", COST_QOS));
    rows.add(row(QOS, "max", PERCENT, "10000", "Most scaling, percent.", COST_QOS));
    return rows;
  }

  private static KernelFile file(String name, String missing, Key... keys) {
    return v2("io", name, new KeysCodec(List.of(keys), "ctrl")).lines(missing);
  }

  private static Key key(String section, String name, Unit unit) {
    return new Key(name, section + name, unit, unit == Unit.WORD ? "auto" : "0");
  }

  private static LimitField row(
      String section, String name, FieldType type, String reset, String doc, KernelFile file) {
    return LimitField.of(section + name, type, reset, doc, file).names(BLOCK_DEVICE);
  }
}
