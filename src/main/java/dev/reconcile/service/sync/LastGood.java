package dev.reconcile.service.sync;

import org.jspecify.annotations.Nullable;

/**
 * Where the files of the last revision that was applied as a whole are kept, so that it can be
 * healed from when the source is broken or out of reach, also after a restart.
 *
 * @param revision for people
 * @param tree name of a directory below that of the Sync
 * @param path of the manifests within the tree; empty for the tree itself
 * @param origin the directory on the host that the files were copied from, which relative paths
 *     still refer to; null for a Git checkout, which is complete
 * @param commit full hash; null unless from Git
 */
public record LastGood(
    String revision, String tree, String path, @Nullable String origin, @Nullable String commit) {}
