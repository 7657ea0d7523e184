package dev.reconcile.fields.limits;

import dev.reconcile.model.ByteSize;
import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, which the kernel rounds down to the page. No limit is {@code max} on v2; on v1 it is
 * written {@code -1} and reads back as the largest whole page: {@code 9223372036854771712}. Pages
 * are taken to have 4 KiB, as x86-64's do; where they are larger, such as 64 KiB, sizes must be
 * whole pages, or the kernel reads back less than was expected.
 *
 * @param field that it carries
 * @param unlimited what to write for {@code max}
 */
record ByteCodec(String field, String unlimited) implements LimitCodec {
  private static final long PAGE = 4096;
  static final long HUGE = Long.MAX_VALUE / PAGE * PAGE;

  static ByteCodec v1(String field) {
    return new ByteCodec(field, "-1");
  }

  static ByteCodec v2(String field) {
    return new ByteCodec(field, "max");
  }

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    return wanted == null ? null : text(bytes(wanted), unlimited);
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return neutral(kernelBytes(kernel));
  }

  @Override
  public String readBack(String written) {
    long bytes = kernelBytes(written);
    return bytes == Long.MAX_VALUE ? unlimitedReadBack() : Long.toString(bytes);
  }

  @Override
  public boolean matches(String kernel, String written) {
    return kernelBytes(kernel) == kernelBytes(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(kernelBytes(b), kernelBytes(a));
  }

  private String unlimitedReadBack() {
    return unlimited.equals("max") ? "max" : Long.toString(HUGE);
  }

  /** A neutral value in bytes, {@link Long#MAX_VALUE} for {@code max}. */
  static long bytes(String neutral) {
    return neutral.equals("max") ? Long.MAX_VALUE : ByteSize.parse(neutral).bytes();
  }

  /** What the kernel holds after its rounding. */
  static long kernelBytes(String kernel) {
    if (kernel.equals("max") || kernel.startsWith("-")) {
      return Long.MAX_VALUE;
    }
    long bytes = Long.parseLong(kernel);
    return bytes >= HUGE ? Long.MAX_VALUE : bytes / PAGE * PAGE;
  }

  static String text(long bytes, String unlimited) {
    return bytes >= HUGE ? unlimited : Long.toString(bytes);
  }

  static String neutral(long bytes) {
    return bytes >= HUGE ? "max" : new ByteSize(bytes).toString();
  }
}
