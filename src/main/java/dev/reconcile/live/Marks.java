package dev.reconcile.live;

import java.util.Set;

/**
 * Names of the marks that we put on what we made: {@code trusted.reconcile.NAME} extended
 * attributes on cgroup directories. {@code user.*} can be forged from inside a container and is
 * never believed.
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

  /**
   * Marks that stand on the directory in every hierarchy; the others stand on {@link
   * CgroupHost#first}'s alone.
   */
  public static final Set<String> ON_EVERY_DIRECTORY = Set.of(OBJECT, STATE_DIR);

  private Marks() {}
}
