package dev.reconcile.manifest;

import dev.reconcile.model.SourceRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where text comes from.
 *
 * @param name as shown in messages, such as {@code web.yaml} or {@code <stdin>}
 * @param directory absolute; relative paths in the text are relative to it
 * @param boundary absolute; no relative path may leave it (a Git checkout); null without a bound
 * @param commit full hash when it came from Git
 */
public record Origin(
    String name, Path directory, @Nullable Path boundary, @Nullable String commit) {
  SourceRef source(Position at) {
    return new SourceRef(name, at.line(), at.column(), commit);
  }

  Diagnostic diagnostic(Position at, String path, String message) {
    return new Diagnostic(name, at.line(), at.column(), path, message);
  }
}
