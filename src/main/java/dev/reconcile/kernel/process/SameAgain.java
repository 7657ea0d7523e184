package dev.reconcile.kernel.process;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parser that remembers its last text: hundreds of containers have the same limits, and comparing
 * is cheaper than parsing. For any number of threads.
 *
 * @param <T> what it makes of a text; shared by those who have read the same, so immutable
 */
final class SameAgain<T> implements Function<String, T> {
  private final Function<String, T> parser;
  private volatile @Nullable Known<T> last;

  SameAgain(Function<String, T> parser) {
    this.parser = parser;
  }

  private record Known<T>(String text, T meaning) {}

  @Override
  public T apply(String text) {
    Known<T> known = last;
    if (known == null || !known.text.equals(text)) {
      known = new Known<>(text, parser.apply(text));
      last = known;
    }
    return known.meaning;
  }
}
