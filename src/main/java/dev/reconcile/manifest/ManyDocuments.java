package dev.reconcile.manifest;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Documents have nothing to do with each other until all are read. */
final class ManyDocuments {
  /** Fewer are read in the time in which other threads would start. */
  private static final int WORTH_THREADS = 64;

  private ManyDocuments() {}

  /**
   * What each becomes, in their order; many are worked on by several threads.
   *
   * @param work that looks at its argument alone
   */
  static <A, B> List<B> map(List<A> all, Function<A, B> work) {
    Stream<A> each = all.size() < WORTH_THREADS ? all.stream() : all.parallelStream();
    return each.map(work).toList();
  }
}
