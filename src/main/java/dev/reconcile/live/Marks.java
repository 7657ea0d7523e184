package dev.reconcile.live;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names of the marks that we put on what we made: {@code trusted.reconcile.NAME} extended
 * attributes on cgroup directories. {@code user.*} can be forged from inside a container and is
 * never believed.
 *
 * <p>What it is and whose it is are one attribute: no crash comes between the two, and each more
 * would cost a sixth of the mkdir(2).
 *
 * <pre>
 * trusted.reconcile.object  container/web /var/lib/reconcile
 * </pre>
 */
public final class Marks {
  /** Prefix of every mark, xattr(7). */
  public static final String PREFIX = "trusted.reconcile.";

  /**
   * The identity, such as {@code container/web}; {@code root} and {@code monitors} for our own
   * groups.
   */
  public static final String OBJECT = "object";

  /** The owner, such as {@code applyset/default}. */
  public static final String OWNER = "owner";

  /** Digest of all fields that cannot be changed live; on a container's leaf only. */
  public static final String DIGEST = "digest";

  /**
   * Absolute state directory of the program that made it: two instances never touch each other's.
   */
  public static final String STATE_DIR = "statedir";

  private Marks() {}

  /**
   * The attributes that say so, without {@link #PREFIX}.
   *
   * @param first whether they are for the directory in {@link CgroupHost#first}: on the others only
   *     what it is and whose it is stands
   */
  public static SortedMap<String, String> attributes(Map<String, String> marks, boolean first) {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, String> mark : marks.entrySet()) {
      if (first || isEverywhere(mark.getKey())) {
        attributes.put(mark.getKey(), mark.getValue());
      }
    }
    String object = attributes.get(OBJECT);
    String stateDir = attributes.get(STATE_DIR);
    if (object != null && stateDir != null) {
      attributes.put(OBJECT, object + " " + stateDir);
      attributes.remove(STATE_DIR);
    }
    return attributes;
  }

  /** The marks that attributes stand for; those of versions that kept the two apart, too. */
  public static SortedMap<String, String> of(Map<String, String> attributes) {
    SortedMap<String, String> marks = new TreeMap<>(attributes);
    String object = marks.get(OBJECT);
    int space = object == null ? -1 : object.indexOf(' ');
    if (object != null && space >= 0) {
      marks.put(OBJECT, object.substring(0, space));
      marks.put(STATE_DIR, object.substring(space + 1));
    }
    return marks;
  }

  /** Whether a mark stands on the directory in every hierarchy. */
  public static boolean isEverywhere(String name) {
    return name.equals(OBJECT) || name.equals(STATE_DIR);
  }
}
