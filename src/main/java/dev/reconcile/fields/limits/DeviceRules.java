package dev.reconcile.fields.limits;

import dev.reconcile.model.Digests;
import java.util.ArrayList;
import java.util.List;

/**
 * What a group may do with devices, as v2 is told: there the devices controller has no files but a
 * program (Documentation/admin-guide/cgroup-v2.rst, "Device controller").
 *
 * @param allowsByDefault what holds for devices that no rule names
 * @param deny win over {@code allow}
 */
public record DeviceRules(boolean allowsByDefault, List<Rule> allow, List<Rule> deny) {
  /**
   * Stands for the program as a control file would, one of v2's core since no controller has to be
   * enabled for it; no file of the kernel's has this name.
   */
  public static final String FILE = "cgroup.devices";

  /** What is read of a group without a program of ours, and written to take it away. */
  public static final String NO_PROGRAM = "default allow";

  /** Of the names of our programs. */
  public static final String NAME_PREFIX = "rc_";

  /** Any major or minor number. */
  public static final long ANY = -1;

  /** Block and character devices. */
  public static final char ANY_TYPE = 'a';

  /** mknod, read and write. */
  public static final int ALL_ACCESS = 7;

  /** What a group without a program may do. */
  public static final DeviceRules NONE = new DeviceRules(true, List.of(), List.of());

  public DeviceRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /**
   * A set of devices.
   *
   * @param type {@code a}, {@code b} or {@code c}
   * @param major or {@link #ANY}
   * @param minor or {@link #ANY}
   * @param access bits of BPF_DEVCG_ACC: mknod 1, read 2, write 4
   */
  public record Rule(char type, long major, long minor, int access) {}

  /**
   * Parses the text that stands for a program, the words of v1's {@code devices.allow}:
   *
   * <pre>
   *   default deny
   *   allow c 1:3 rwm
   *   deny b *:* w
   * </pre>
   *
   * @throws IllegalArgumentException for anything else
   */
  public static DeviceRules parse(String text) {
    boolean allows = true;
    List<Rule> allow = new ArrayList<>();
    List<Rule> deny = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "default" -> allows = words[1].equals("allow");
        case "allow" -> allow.add(rule(words));
        case "deny" -> deny.add(rule(words));
        default -> throw new IllegalArgumentException("not a device rule: " + line);
      }
    }
    return new DeviceRules(allows, allow, deny);
  }

  private static Rule rule(String[] words) {
    int colon = words[2].indexOf(':');
    return new Rule(
        words[1].charAt(0),
        number(words[2].substring(0, colon)),
        number(words[2].substring(colon + 1)),
        access(words[3]));
  }

  private static long number(String text) {
    return text.equals("*") ? ANY : Long.parseLong(text);
  }

  private static int access(String letters) {
    int bits = 0;
    for (char letter : letters.toCharArray()) {
      bits |= 1 << "mrw".indexOf(letter);
    }
    return bits;
  }

  /** Says the same as having no program at all. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * The name of the program that is made from a text. The kernel keeps it with the program, 15
   * letters, digits and {@code _} at most: by the digest in it a program is told from another one.
   */
  public static String programName(String text) {
    return NAME_PREFIX + Digests.sha256(text).substring(0, 12);
  }

  /** What reads back where the program of a text is in force. */
  public static String readBack(String text) {
    return parse(text).isNone() ? NO_PROGRAM : "program " + programName(text);
  }
}
