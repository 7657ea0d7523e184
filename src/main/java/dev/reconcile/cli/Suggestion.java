package dev.reconcile.cli;

import java.util.Collection;

/** Names the word that somebody probably meant. */
final class Suggestion {
  private Suggestion() {}

  /**
   * {@code ; did you mean 'apply'?}, or nothing when no candidate is near: at most a third of the
   * letters, and never more than three, may differ.
   */
  static String of(String word, Collection<String> candidates) {
    String nearest = "";
    int bound = Math.min(3, Math.max(1, word.length() / 3));
    for (String candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance <= bound) {
        bound = distance - 1;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
  }

  /**
   * Edits that make one word of the other, two swapped letters counting as one (optimal string
   * alignment).
   */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
