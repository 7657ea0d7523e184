package dev.reconcile.sources;

import java.util.List;

/**
 * All files of one source at one moment.
 *
 * @param files sorted by name
 * @param revision a commit such as {@code main@sha1:…}, or a digest over the files
 */
public record Snapshot(List<SourceFile> files, String revision) {
  public Snapshot {
    files = List.copyOf(files);
  }
}
