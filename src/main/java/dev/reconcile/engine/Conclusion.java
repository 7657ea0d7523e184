package dev.reconcile.engine;

import dev.reconcile.diff.DiffRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the last round for an owner concluded. Comparing and planning know nothing but what they are
 * given: as long as that is the same, so is what follows from it, and a round that had nothing to
 * do ends as it did.
 */
final class Conclusion {
  private @Nullable DiffRequest request;
  private Round.@Nullable Look look;
  private Round.@Nullable End end;

  /** The conclusion from a request, which may be that of the last time. */
  synchronized Round.Look of(DiffRequest asked, Function<DiffRequest, Round.Look> conclude) {
    if (look == null || !asked.equals(request)) {
      look = conclude.apply(asked);
      request = asked;
      end = null;
    }
    return look;
  }

  /** How a round ended that did nothing and wrote nothing down. */
  synchronized void ended(Round.Look concluded, Round.End how) {
    if (concluded == look) {
      end = how;
    }
  }

  /** How the last round from this conclusion ended; null when it had something to do. */
  synchronized Round.@Nullable End end(Round.Look concluded) {
    return concluded == look ? end : null;
  }
}
