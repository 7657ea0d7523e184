package dev.reconcile.manifest;

import java.util.List;

/**
 * What a file holds. Each document is read when it is its turn, and its nodes are forgotten before
 * the next: a thousand documents would be many megabytes of them.
 *
 * @param texts of its documents, empty ones among them
 * @param errors why the file could not be read at all
 * @param broken how many files that is
 */
public record YamlDocuments(List<DocumentText> texts, List<Diagnostic> errors, int broken) {
  public YamlDocuments {
    texts = List.copyOf(texts);
    errors = List.copyOf(errors);
  }
}
