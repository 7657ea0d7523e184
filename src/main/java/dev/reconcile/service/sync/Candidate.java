package dev.reconcile.service.sync;

import dev.reconcile.model.DesiredState;

/**
 * A revision that was read without errors.
 *
 * @param desired its objects, at least one
 * @param place where its files are kept
 */
public record Candidate(DesiredState desired, LastGood place) {
  /** For people, such as {@code main@sha1:…}. */
  public String revision() {
    return place.revision();
  }
}
