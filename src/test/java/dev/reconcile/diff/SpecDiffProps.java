package dev.reconcile.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Differences of specs. */
final class SpecDiffProps {
  @Provide
  Arbitrary<Dict> specs() {
    return dicts(3);
  }

  private static Arbitrary<Dict> dicts(int depth) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c.d"), values(depth))
        .ofMaxSize(3)
        .map(entries -> new Dict(new java.util.TreeMap<>(entries)));
  }

  private static Arbitrary<Value> values(int depth) {
    Arbitrary<Value> scalars =
        Arbitraries.of(
            new Value.Text("1"),
            new Value.Num(1),
            new Value.Bool(true),
            new Value.Seq(List.of(new Value.Num(1))));
    return depth == 0
        ? scalars
        : Arbitraries.oneOf(scalars, Arbitraries.lazy(() -> dicts(depth - 1)).map(d -> d));
  }

  @Property
  void nothingDiffersFromItself(@ForAll("specs") Dict spec) {
    assertEquals(List.of(), SpecDiff.of(spec, spec));
  }

  @Property
  void theDifferenceLeadsFromOneToTheOther(@ForAll("specs") Dict a, @ForAll("specs") Dict b) {
    assertEquals(b, SpecDiff.patch(SpecDiff.of(a, b), a));
  }
}
