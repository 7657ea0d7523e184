package dev.reconcile.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Value;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reading what was printed changes nothing: canon∘canon = canon. */
class ScalarsProps {
  private record Sample(FieldType.Scalar type, String text) {}

  @Property(tries = 2000)
  void canonicalFormsStay(@ForAll("samples") Sample sample) {
    Value once = Scalars.canonical(sample.type(), sample.text());
    Value twice = Scalars.canonical(sample.type(), String.valueOf(Value.scalar(once)));
    assertEquals(once, twice);
  }

  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<String> numbers = Arbitraries.longs().between(0, 1 << 30).map(String::valueOf);
    return Arbitraries.oneOf(
        List.of(
            sample(new FieldType.Text(), Arbitraries.strings().ofMaxLength(20)),
            sample(new FieldType.Bytes(true), with(numbers, "", "Ki", "Mi", "Gi", "k", "M", "G")),
            sample(
                new FieldType.Cpu(true), with(numbers.filter(n -> !n.equals("0")), "", "m", ".5")),
            sample(new FieldType.Duration(), with(numbers, "us", "ms", "s", "m", "h", "h1us")),
            sample(
                new FieldType.Mode(),
                Arbitraries.integers().between(0, 07777).map(Integer::toOctalString)),
            sample(
                new FieldType.IndexList(),
                Arbitraries.integers()
                    .between(0, 70)
                    .list()
                    .ofMaxSize(12)
                    .map(ScalarsProps::commas)),
            sample(
                new FieldType.ContainerPath(),
                Arbitraries.of("a", ".", "", "b c", "é")
                    .list()
                    .map(p -> "/" + String.join("/", p))),
            sample(
                new FieldType.Named("SIG", Names.SIGNALS),
                Arbitraries.of(Names.SIGNALS).flatMap(n -> Arbitraries.of(n, "SIG" + n)))));
  }

  private static Arbitrary<Sample> sample(FieldType.Scalar type, Arbitrary<String> texts) {
    return texts.map(text -> new Sample(type, text));
  }

  private static Arbitrary<String> with(Arbitrary<String> numbers, String... units) {
    return Combinators.combine(numbers, Arbitraries.of(units)).as((number, unit) -> number + unit);
  }

  private static String commas(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }
}
