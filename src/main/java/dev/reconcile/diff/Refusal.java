package dev.reconcile.diff;

import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;

/**
 * Why a run is refused as a whole (exit 2, nothing changed).
 *
 * @param id the object
 * @param source where it stands
 * @param path field path, may be empty
 * @param message one line: what, why, the next move
 */
public record Refusal(ResourceId id, SourceRef source, String path, String message) {}
