package dev.reconcile.fields.limits;

import dev.reconcile.model.ByteSize;
import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in huge pages of one size, which the kernel rounds down to whole ones; so it is written
 * rounded. The size is the key of the field, {@code 2Mi}. No limit is {@code max} on v2; on v1 it
 * is written {@code -1} and reads as the largest whole page, {@code 9223372036852678656} for 2 MiB.
 *
 * @param field row that it carries
 * @param unlimited what to write for {@code max}
 */
record HugePageCodec(String field, String unlimited) implements LimitCodec {
  /** Beyond every memory, and below the largest whole page of every size. */
  private static final long HUGE = Long.MAX_VALUE - (1L << 40);

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    if (wanted == null || wanted.equals("max")) {
      return wanted == null ? null : unlimited;
    }
    String size = limits.values().get(LimitMapping.KEY);
    long page = size == null ? 1 : ByteSize.parse(size).bytes();
    return Long.toString(ByteSize.parse(wanted).bytes() / page * page);
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    long bytes = bytes(kernel);
    return bytes == Long.MAX_VALUE ? "max" : new ByteSize(bytes).toString();
  }

  @Override
  public boolean matches(String kernel, String written) {
    return bytes(kernel) == bytes(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(bytes(b), bytes(a));
  }

  private static long bytes(String kernel) {
    long bytes =
        kernel.equals("max") || kernel.startsWith("-") ? Long.MAX_VALUE : Long.parseLong(kernel);
    return bytes >= HUGE ? Long.MAX_VALUE : bytes;
  }

  /** {@code 2MB} for 2 MiB: mm/hugetlb_cgroup.c, mem_fmt. */
  static String fileName(String size) {
    long bytes = ByteSize.parse(size).bytes();
    if (bytes >= 1L << 30) {
      return (bytes >> 30) + "GB";
    }
    return bytes >= 1L << 20 ? (bytes >> 20) + "MB" : (bytes >> 10) + "KB";
  }

  /** {@code 2Mi} for {@code 2MB}. */
  static String size(String fileName) {
    return fileName.substring(0, fileName.length() - 1) + "i";
  }
}
