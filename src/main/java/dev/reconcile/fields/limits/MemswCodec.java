package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v1 {@code memory.memsw.limit_in_bytes}: a bound on the sum of memory and swap, so {@code
 * memory.swapMax} becomes {@code memory.max + memory.swapMax}.
 */
record MemswCodec() implements LimitCodec {
  static final String FILE = "memory.memsw.limit_in_bytes";
  private static final String LIMIT = "memory.limit_in_bytes";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String swap = limits.values().get("memory.swapMax");
    String memory = limits.values().get("memory.max");
    if (swap == null) {
      return null;
    }
    if (swap.equals("max")) {
      return "-1";
    }
    if (memory == null || memory.equals("max")) {
      throw new IllegalArgumentException(
          "cgroup v1 bounds the sum of memory and swap, so memory.swapMax "
              + swap
              + " needs memory.max; add memory.max");
    }
    return ByteCodec.text(ByteCodec.bytes(memory) + ByteCodec.bytes(swap), "-1");
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    long sum = ByteCodec.kernelBytes(kernel);
    long memory = ByteCodec.kernelBytes(siblings.getOrDefault(LIMIT, "-1"));
    boolean unlimited = sum == Long.MAX_VALUE || memory == Long.MAX_VALUE;
    return unlimited ? "max" : ByteCodec.neutral(sum - memory);
  }

  @Override
  public String readBack(String written) {
    long bytes = ByteCodec.kernelBytes(written);
    return Long.toString(Math.min(bytes, ByteCodec.HUGE));
  }

  @Override
  public boolean matches(String kernel, String written) {
    return ByteCodec.kernelBytes(kernel) == ByteCodec.kernelBytes(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(ByteCodec.kernelBytes(b), ByteCodec.kernelBytes(a));
  }
}
