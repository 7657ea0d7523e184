package dev.reconcile.cli;

import dev.reconcile.fields.Nearest;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;

/**
 * Kinds and names as people write them: any case, singular or plural, {@code KIND NAME} or {@code
 * KIND/NAME}.
 */
final class Words {
  private Words() {}

  static Kind kind(String word) throws RefusedException {
    Kind kind = Kind.parse(word);
    if (kind == null) {
      List<String> known = new ArrayList<>();
      for (Kind each : Kind.values()) {
        known.add(each.id());
      }
      throw new RefusedException(
          "unknown kind '"
              + word
              + "'"
              + Nearest.suggestion(word.toLowerCase(java.util.Locale.ROOT), known));
    }
    return kind;
  }

  /** Exactly one object. */
  static ResourceId object(List<String> words) throws RefusedException {
    List<String> parts = split(words);
    if (parts.size() != 2) {
      throw new RefusedException("expected KIND NAME, not '" + String.join(" ", words) + "'");
    }
    return new ResourceId(kind(parts.get(0)), parts.get(1));
  }

  /** {@code container/web} is two words. */
  static List<String> split(List<String> words) {
    if (words.size() == 1 && words.getFirst().contains("/")) {
      String word = words.getFirst();
      int slash = word.indexOf('/');
      return List.of(word.substring(0, slash), word.substring(slash + 1));
    }
    return words;
  }
}
