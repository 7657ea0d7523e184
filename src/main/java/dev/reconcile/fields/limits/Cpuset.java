package dev.reconcile.fields.limits;

import java.util.List;

/** Names of cpuset's fields, which are also its file names on both versions. */
public final class Cpuset {
  /** Processors. */
  public static final String CPUS = "cpuset.cpus";

  /** Memory nodes. */
  public static final String MEMS = "cpuset.mems";

  /** On v1 both start empty, and attaching is ENOSPC until both are set. */
  public static final List<String> BOTH = List.of(CPUS, MEMS);

  private Cpuset() {}

  /** The file that tells what a group may really use, of itself and all above it. */
  public static String effective(String file) {
    return file + ".effective";
  }
}
