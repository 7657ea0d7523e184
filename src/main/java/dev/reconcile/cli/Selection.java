package dev.reconcile.cli;

import dev.reconcile.model.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code [KIND [NAME]]} on a command line names.
 *
 * @param kind null for all
 * @param name null for all of the kind
 */
record Selection(@Nullable Kind kind, @Nullable String name) {
  /** Reads it from a verb's words. */
  static Selection of(Invocation call) throws RefusedException {
    List<String> words = Words.split(call.words());
    if (words.size() > 2) {
      throw new RefusedException("expected KIND and NAME, not '" + String.join(" ", words) + "'");
    }
    Kind kind = words.isEmpty() ? null : Words.kind(words.getFirst());
    return new Selection(kind, words.size() < 2 ? null : words.get(1));
  }

  /** Whether it names an object; what is not an object of ours has a kind and a name as well. */
  boolean holds(String kindName, String objectName) {
    return (kind == null || kind.manifestName().equals(kindName))
        && (name == null || name.equals(objectName));
  }
}
