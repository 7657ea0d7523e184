package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words with one spelling each: {@code true} is {@code 1}.
 *
 * @param field that it carries
 * @param toKernel neutral word to what is written
 * @param fromKernel what may be read to the neutral word; anything else reads as it is and matches
 *     nothing
 */
record WordCodec(String field, Map<String, String> toKernel, Map<String, String> fromKernel)
    implements LimitCodec {
  WordCodec {
    toKernel = Map.copyOf(toKernel);
    fromKernel = Map.copyOf(fromKernel);
  }

  /** {@code 0} or {@code 1}. */
  static WordCodec flag(String field) {
    return new WordCodec(
        field, Map.of("false", "0", "true", "1"), Map.of("0", "false", "1", "true"));
  }

  /**
   * v1 {@code freezer.state}; {@code FREEZING} is on its way. A group's own wish is read from
   * {@code freezer.self_freezing}, since a child of a frozen group reads {@code FROZEN} whatever it
   * was told.
   */
  static WordCodec freezerState() {
    return new WordCodec(
        "frozen",
        Map.of("false", "THAWED", "true", "FROZEN"),
        Map.of("THAWED", "false", "FROZEN", "true", "FREEZING", "true", "0", "false", "1", "true"));
  }

  /** {@code cpuset.cpus.partition}; {@code root invalid (reason)} is not what was asked for. */
  static WordCodec partition() {
    Map<String, String> same = Map.of("member", "member", "root", "root", "isolated", "isolated");
    return new WordCodec("cpuset.partition", same, same);
  }

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    return wanted == null ? null : toKernel.get(wanted);
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return neutral(kernel);
  }

  @Override
  public boolean matches(String kernel, String written) {
    return neutral(kernel).equals(neutral(written));
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }

  private String neutral(String kernel) {
    return fromKernel.getOrDefault(kernel, kernel);
  }
}
