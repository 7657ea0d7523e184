package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the timer service keeps true.
 *
 * @param git null when {@code directory} is the source
 * @param path directory within the repository
 * @param directory a directory of manifests on the host
 * @param interval between passes; null when {@code cron} decides
 * @param maxDeletes a pass that would delete more stops; {@link Long#MAX_VALUE} without a bound
 */
public record Sync(
    Metadata metadata,
    SourceRef source,
    Dict spec,
    @Nullable Git git,
    String path,
    @Nullable String directory,
    @Nullable TimeSpan interval,
    @Nullable String cron,
    TimeSpan retryInterval,
    TimeSpan timeout,
    boolean prune,
    long maxDeletes,
    boolean suspend,
    boolean selfHeal)
    implements Resource {

  /** Which commit of a repository. */
  public record Git(String url, RefType refType, String ref) {}

  /** How {@link Git#ref} names a commit. */
  public enum RefType {
    BRANCH,
    TAG,
    COMMIT;

    /** The key under {@code git.ref}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Sync of(Metadata metadata, SourceRef source, Dict spec) {
    String maxDeletes = spec.text("maxDeletes", "10");
    String cron = spec.text("cron");
    return new Sync(
        metadata,
        source,
        spec,
        git(spec.dict("git")),
        spec.text("path", "."),
        spec.text("directory"),
        cron != null ? null : TimeSpan.parse(spec.text("interval", "1m")),
        cron,
        TimeSpan.parse(spec.text("retryInterval", "10s")),
        TimeSpan.parse(spec.text("timeout", "3m")),
        spec.truth("prune", true),
        maxDeletes.equals("max") ? Long.MAX_VALUE : Long.parseLong(maxDeletes),
        spec.truth("suspend", false),
        spec.truth("selfHeal", true));
  }

  private static @Nullable Git git(Dict git) {
    String url = git.text("url");
    if (url == null) {
      return null;
    }
    for (RefType type : RefType.values()) {
      String ref = git.text("ref." + type.key());
      if (ref != null) {
        return new Git(url, type, ref);
      }
    }
    return new Git(url, RefType.BRANCH, "main");
  }

  @Override
  public Kind kind() {
    return Kind.SYNC;
  }
}
