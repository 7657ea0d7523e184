package dev.reconcile.fields;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Lists of CPUs and memory nodes as the kernel prints them: {@code 0-3,8}. */
final class IndexLists {
  /** More than NR_CPUS of any kernel; bounds what a range may expand to. */
  private static final int LIMIT = 65_536;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  private IndexLists() {}

  /**
   * Sorts and joins: {@code 4,1,0} becomes {@code 0-1,4}. Empty text stays empty: as the parent.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static String canonical(String text) {
    BitSet indexes = new BitSet();
    // 0-1,4: single indexes and ranges
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = index(dash < 0 ? part : part.substring(0, dash), text);
      int last = dash < 0 ? first : index(part.substring(dash + 1), text);
      if (last < first) {
        throw expected(text);
      }
      indexes.set(first, last + 1);
    }
    return print(indexes);
  }

  private static String print(BitSet indexes) {
    StringBuilder list = new StringBuilder();
    for (int first = indexes.nextSetBit(0); first >= 0; ) {
      int end = indexes.nextClearBit(first);
      list.append(list.isEmpty() ? "" : ",").append(first);
      if (end - first > 1) {
        list.append('-').append(end - 1);
      }
      first = indexes.nextSetBit(end);
    }
    return list.toString();
  }

  private static int index(String number, String text) {
    String digits = number.strip();
    if (!NUMBER.matcher(digits).matches() || Integer.parseInt(digits) >= LIMIT) {
      throw expected(text);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException expected(String text) {
    return new IllegalArgumentException(
        "expected a list such as 0-1,4 of numbers below " + LIMIT + ", not " + Scalars.quote(text));
  }
}
