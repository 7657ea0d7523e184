package dev.reconcile.engine;

import dev.reconcile.diff.Refusal;
import dev.reconcile.model.DesiredState;
import java.util.List;

/**
 * Desired objects with everything filled in that files on the host decide.
 *
 * @param desired archives carry their digest, init-layer files their content
 * @param refusals what could not be read
 */
record Prepared(DesiredState desired, List<Refusal> refusals) {
  Prepared {
    refusals = List.copyOf(refusals);
  }
}
