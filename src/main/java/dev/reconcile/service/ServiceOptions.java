package dev.reconcile.service;

import dev.reconcile.engine.Environment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code reconcile service} was told.
 *
 * @param config a file or directory of manifests; null only to restore
 * @param environment where to work
 * @param listen where status and metrics are served; null for nowhere
 * @param mode how long to run
 */
public record ServiceOptions(
    @Nullable Path config, Environment environment, @Nullable InetSocketAddress listen, Mode mode) {

  /** How long to run. */
  public enum Mode {
    /** Until told to stop. */
    FOREVER,
    /** One pass of every Sync. */
    ONCE,
    /** What was applied last, of all owners, without a source. */
    RESTORE
  }
}
