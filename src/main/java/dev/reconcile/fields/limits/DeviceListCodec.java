package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v1's devices controller. It is read from {@code devices.list} and changed rule by rule, see
 * {@link DeviceChange}. What is denied while all else is allowed cannot be read back, so it is
 * refused.
 */
record DeviceListCodec() implements LimitCodec {
  static final String DEFAULT = "devices.default";
  static final String ALLOW = "devices.allow";
  static final String DENY = "devices.deny";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String otherwise = limits.values().get(DEFAULT);
    String allow = limits.values().get(ALLOW);
    String deny = limits.values().get(DENY);
    if (otherwise == null && allow == null && deny == null) {
      return null;
    }
    if (DefaultDevices.ALLOW.equals(allow) && "deny".equals(otherwise) && deny == null) {
      return DefaultDevices.LINES;
    }
    DeviceList denied = DeviceList.parse(rules(deny));
    if ("allow".equals(otherwise)) {
      if (!denied.access().isEmpty()) {
        throw new IllegalArgumentException(
            "cgroup v1 does not show what devices.deny takes from devices.default: allow, so it"
                + " could not be kept; use default: deny and list what is allowed");
      }
      return DeviceList.EVERYTHING.toString();
    }
    DeviceList allowed = DeviceList.parse(rules(allow));
    for (Map.Entry<String, String> rule : denied.access().entrySet()) {
      if (allowed.overlaps(rule.getKey(), rule.getValue())) {
        throw new IllegalArgumentException(
            "cgroup v1 cannot take "
                + rule.getKey()
                + " "
                + rule.getValue()
                + " out of a wider rule of devices.allow; list the allowed devices one by one, or"
                + " deny only what no wider rule allows");
      }
    }
    return allowed.all() ? allowed.toString() : allowed.minus(denied).toString();
  }

  private static String rules(@Nullable String listed) {
    return listed == null ? "" : listed.replace(", ", "\n");
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    DeviceList list = DeviceList.parse(kernel);
    return switch (field) {
      case DEFAULT -> list.all() ? "allow" : "deny";
      case ALLOW ->
          list.all() || list.access().isEmpty() ? "" : list.toString().replace("\n", ", ");
      default -> "";
    };
  }

  @Override
  public boolean matches(String kernel, String written) {
    // Nearly always as we have written it, rule after rule.
    return kernel.equals(written) || DeviceList.parse(kernel).equals(DeviceList.parse(written));
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }
}
