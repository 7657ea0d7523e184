package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v2's devices: the text of {@link DeviceRules}, from which the kernel room makes a program. What
 * reads back is the program's name, which holds a digest of that text.
 */
record DeviceProgramCodec() implements LimitCodec {
  /** What nearly every container has, worked out once. */
  private static final class DefaultList {
    static final String TEXT = text("deny", DefaultDevices.ALLOW, null);
    static final String READ_BACK = DeviceRules.readBack(TEXT);
  }

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String otherwise = limits.values().get(DeviceListCodec.DEFAULT);
    String allow = limits.values().get(DeviceListCodec.ALLOW);
    String deny = limits.values().get(DeviceListCodec.DENY);
    if (otherwise == null && allow == null && deny == null) {
      return null;
    }
    if (DefaultDevices.ALLOW.equals(allow) && "deny".equals(otherwise) && deny == null) {
      return DefaultList.TEXT;
    }
    return text(otherwise, allow, deny);
  }

  private static String text(
      @Nullable String otherwise, @Nullable String allow, @Nullable String deny) {
    StringBuilder text = new StringBuilder();
    text.append("default ").append("allow".equals(otherwise) ? "allow" : "deny");
    rules(text, "allow", allow);
    rules(text, "deny", deny);
    return text.toString();
  }

  private static void rules(StringBuilder text, String verdict, @Nullable String listed) {
    DeviceList list = DeviceList.parse(listed == null ? "" : listed.replace(", ", "\n"));
    // In one order, however they were written: the program is told by a digest of this text.
    for (String rule : list.toString().lines().toList()) {
      if (list.all() || !list.access().isEmpty()) {
        text.append('\n').append(verdict).append(' ').append(rule);
      }
    }
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    boolean none = kernel.equals(DeviceRules.NO_PROGRAM);
    if (!field.equals(DeviceListCodec.DEFAULT)) {
      return "";
    }
    return none ? "allow" : kernel;
  }

  @Override
  public String readBack(String written) {
    return written.equals(DefaultList.TEXT) ? DefaultList.READ_BACK : DeviceRules.readBack(written);
  }

  @Override
  public boolean matches(String kernel, String written) {
    return kernel.equals(written.startsWith("default ") ? readBack(written) : written);
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }
}
