package dev.reconcile.fields;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known name that somebody probably meant. */
public final class Nearest {
  private static final int FAR = 3;
  private static final int LONG = 64;

  private Nearest() {}

  /** {@code ; did you mean 'memory'?}, or nothing. */
  public static String suggestion(String text, Collection<String> known) {
    String near = to(text, known);
    return near == null ? "" : "; did you mean '" + near + "'?";
  }

  /** The closest name at most two edits away, the case not counted; null when there is none. */
  public static @Nullable String to(String text, Collection<String> known) {
    String best = null;
    // Two edits make any short word into any other.
    int bound = text.length() <= 3 ? 2 : FAR;
    for (String name : known) {
      int distance = distance(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < bound) {
        best = name;
        bound = distance;
      }
    }
    return best;
  }

  /** Levenshtein's, or {@link #FAR} and more when the lengths alone say so. */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) >= FAR || a.length() > LONG) {
      return FAR;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
