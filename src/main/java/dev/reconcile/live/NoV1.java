package dev.reconcile.live;

import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel was told at boot to keep from cgroup v1: the lists of all {@code cgroup_no_v1=}
 * on its command line, Documentation/admin-guide/kernel-parameters.txt.
 *
 * <pre>
 * BOOT_IMAGE=/vmlinuz root=/dev/vda cgroup_no_v1=memory,io cgroup_no_v1=named
 * </pre>
 *
 * @param words controllers by v1's name or v2's, {@code all} for every one of them, {@code named}
 *     for hierarchies that have no controllers
 */
public record NoV1(List<String> words) {
  /** Nothing is kept from it. */
  public static final NoV1 NOTHING = new NoV1(List.of());

  private static final String PARAMETER = "cgroup_no_v1=";

  public NoV1 {
    words = List.copyOf(words);
  }

  /** Parses {@code /proc/cmdline}. */
  public static NoV1 of(String commandLine) {
    List<String> words = new ArrayList<>();
    for (String parameter : commandLine.strip().split("\\s+")) {
      if (parameter.startsWith(PARAMETER)) {
        words.addAll(List.of(parameter.substring(PARAMETER.length()).split(",")));
      }
    }
    return new NoV1(words);
  }

  /**
   * Whether a controller cannot be mounted.
   *
   * @param controller by v1's name, such as {@code blkio}
   */
  public boolean has(String controller) {
    return words.contains("all")
        || words.contains(controller)
        || controller.equals("blkio") && words.contains("io");
  }

  /** Whether no hierarchy can be mounted by a name of its own. */
  public boolean hasNamed() {
    return words.contains("named");
  }

  /** The parameter as it would be written: {@code cgroup_no_v1=all}. */
  @Override
  public String toString() {
    return PARAMETER + String.join(",", words);
  }
}
