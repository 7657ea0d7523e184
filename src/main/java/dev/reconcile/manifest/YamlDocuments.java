package dev.reconcile.manifest;

import java.util.List;

/**
 * What a file holds.
 *
 * @param documents those that could be read; empty ones are left out
 * @param errors why the others could not
 * @param broken how many others
 */
public record YamlDocuments(List<Document> documents, List<Diagnostic> errors, int broken) {
  public YamlDocuments {
    documents = List.copyOf(documents);
    errors = List.copyOf(errors);
  }
}
