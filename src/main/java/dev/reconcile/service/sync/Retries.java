package dev.reconcile.service.sync;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often one revision has failed in a row. What fails again and again is not to be made
 * good by trying alone, whatever the reason. Another revision, a success, or another service begins
 * anew; so does another spec, which has another worker. Not for use by several threads.
 */
final class Retries {
  /** Failures of one revision after which trying again is taken not to help. */
  static final int MOST = 5;

  private @Nullable String revision;
  private int failures;

  /** How often the revision that was attempted last has failed; 0 when it has not. */
  int failures() {
    return failures;
  }

  /** The end of one more attempt, as it is to be seen after those before. */
  PassResult count(PassResult result) {
    return switch (result) {
      case PassResult.Applied applied -> {
        failures = 0;
        yield applied;
      }
      case PassResult.Skipped skipped -> skipped;
      case PassResult.Failed failed -> failed.reason().isPassing() ? failed : count(failed);
    };
  }

  private PassResult.Failed count(PassResult.Failed failed) {
    failures = Objects.equals(failed.revision(), revision) ? failures + 1 : 1;
    revision = failed.revision();
    return failures < MOST || failed.reason().stalls()
        ? failed
        : new PassResult.Failed(revision, Reason.RETRIES_EXCEEDED, failed.message());
  }
}
