package dev.reconcile.sources;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a snapshot.
 *
 * @param name as shown in messages
 * @param directory absolute; relative paths in the file are relative to it
 * @param boundary absolute; no path may leave it (a Git checkout); null without a bound
 * @param content bytes as read
 * @param commit full hash when it came from Git
 */
public record SourceFile(
    String name,
    Path directory,
    @Nullable Path boundary,
    byte[] content,
    @Nullable String commit) {}
