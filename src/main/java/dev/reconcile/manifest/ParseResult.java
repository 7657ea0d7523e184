package dev.reconcile.manifest;

import dev.reconcile.model.DesiredState;
import java.util.List;

/**
 * What came of reading manifests.
 *
 * @param desired all valid objects; to be used only when there are no errors
 * @param errors sorted by place; not empty means exit 2
 * @param warnings sorted by place
 * @param documents how many documents had content
 * @param places where the fields of the objects stand
 */
public record ParseResult(
    DesiredState desired,
    List<Diagnostic> errors,
    List<Diagnostic> warnings,
    int documents,
    Places places) {
  public ParseResult {
    errors = errors.stream().sorted().toList();
    warnings = warnings.stream().sorted().toList();
  }
}
