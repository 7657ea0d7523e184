package dev.reconcile.manifest;

import dev.reconcile.model.ResourceId;
import java.util.List;

/**
 * Which objects files name.
 *
 * @param ids sorted, each once
 * @param errors sorted by place; not empty means exit 2
 * @param documents how many documents had content
 */
public record Identities(List<ResourceId> ids, List<Diagnostic> errors, int documents) {
  public Identities {
    ids = ids.stream().distinct().sorted().toList();
    errors = errors.stream().sorted().toList();
  }
}
