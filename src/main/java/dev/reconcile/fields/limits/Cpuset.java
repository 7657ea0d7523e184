package dev.reconcile.fields.limits;

import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Names of cpuset's fields, which are also its file names on both versions. */
public final class Cpuset {
  /** Processors. */
  public static final String CPUS = "cpuset.cpus";

  /** Memory nodes. */
  public static final String MEMS = "cpuset.mems";

  /** On v1 both start empty, and attaching is ENOSPC until both are set. */
  public static final List<String> BOTH = List.of(CPUS, MEMS);

  private Cpuset() {}

  /** What the top of a hierarchy has, all there is: {@code 0-3}; null when nobody looked. */
  public static @Nullable String all(HostParts parts, String file) {
    HostPart part = file.equals(CPUS) ? HostPart.CPU : HostPart.NODE;
    SortedMap<String, String> known = parts.of(part).orNull();
    return known == null ? null : IndexListCodec.format(List.copyOf(known.keySet()));
  }

  /** The file that tells what a group may really use, of itself and all above it. */
  public static String effective(String file) {
    return file + ".effective";
  }
}
