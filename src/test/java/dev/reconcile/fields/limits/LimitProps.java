package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.fields.FieldType;
import dev.reconcile.model.Limits;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every row of the table, there and back. */
final class LimitProps {
  /** A row and one value for it. */
  record Sample(LimitField field, String value) {}

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(LimitTable.fields())
        .flatMap(
            field -> values(field.path(), field.type()).map(value -> new Sample(field, value)));
  }

  private static Arbitrary<String> values(String path, FieldType type) {
    Arbitrary<String> max = Arbitraries.just("max");
    return switch (type) {
      case FieldType.Bytes ignored ->
          Arbitraries.oneOf(max, Arbitraries.longs().between(0, 1L << 40).map(Object::toString));
      case FieldType.Int number -> {
        Arbitrary<String> numbers =
            Arbitraries.longs().between(number.min(), number.max() - 1).map(Object::toString);
        yield number.allowMax() ? Arbitraries.oneOf(max, numbers) : numbers;
      }
      case FieldType.Cpu ignored ->
          Arbitraries.oneOf(
              max, Arbitraries.integers().between(1, 64).map(tenths -> tenths * 100 + "m"));
      case FieldType.Duration ignored ->
          path.equals("cpu.period")
              ? Arbitraries.integers().between(10, 1000).map(ms -> ms + "ms")
              : Arbitraries.integers().between(0, 100_000).map(us -> us + "us");
      case FieldType.Bool ignored -> Arbitraries.of("true", "false");
      case FieldType.IndexList ignored -> Arbitraries.of("", "0", "0-1", "0,2-3", "7");
      case FieldType.Choice choice -> Arbitraries.of(choice.words());
      case FieldType.Matching ignored -> Arbitraries.of("0", "12", "99.5", "99.25", "10000");
      case FieldType.ClassId ignored ->
          Arbitraries.longs().between(0, 0xffff_ffffL).map(id -> "0x" + Long.toHexString(id));
      case FieldType.SectionList ignored ->
          Arbitraries.of("", "c 1:3 rwm", "b *:* m", "c 1:3 r, b 8:0 rw", "c 1:3 r, c 1:3 w");
      default -> throw new IllegalStateException("no generator for " + path);
    };
  }

  @Property
  void whatIsWrittenIsWhatIsReadBack(@ForAll("samples") Sample sample) {
    for (KernelFile file : sample.field.files()) {
      String written = file.codec().write(limits(sample), null);
      assertNotNull(written);
      assertTrue(!written.isEmpty());
      String kernel = file.codec().readBack(written);
      assertTrue(
          file.codec().matches(kernel, written),
          () -> file.name() + ": " + written + " reads " + kernel);
    }
  }

  /** canon(canon(v)) = canon(v): what is read, written again, reads the same. */
  @Property
  void theNeutralValueIsStable(@ForAll("samples") Sample sample) {
    for (KernelFile file : sample.field.files()) {
      String written = file.codec().write(limits(sample), null);
      assertNotNull(written);
      Map<String, String> siblings =
          Map.of("memory.limit_in_bytes", "1048576", "cpu.cfs_period_us", "100000");
      String neutral =
          file.codec().read(sample.field.path(), file.codec().readBack(written), siblings);
      String again = file.codec().write(limits(new Sample(sample.field, neutral)), null);
      assertNotNull(again);
      String second =
          file.codec().read(sample.field.path(), file.codec().readBack(again), siblings);
      assertEquals(neutral, second);
    }
  }

  /** One line of a file is one value, whatever stands around it. */
  @Property
  void aLineIsFoundAgainAmongOthers(@ForAll("samples") Sample sample) {
    for (KernelFile file : sample.field.files()) {
      String written = file.codec().write(limits(sample), null);
      assertNotNull(written);
      String line = file.keys().frame(written, "254:0");
      boolean lines = file.keys() instanceof FileKeys.Lines || file.keys() instanceof FileKeys.Line;
      String text = lines ? "254:1 1\n" + line + "\n254:00 2" : line;
      assertEquals(written, file.keys().cut(text, file.keys().keyOf(line)));
    }
  }

  /** What a missing line means is what a value's reset writes. */
  @Example
  void aMissingLineIsWhatNobodyHasSet() {
    for (LimitField field : LimitTable.fields()) {
      for (KernelFile file : field.files()) {
        // What the kernel calculates, nobody resets word by word.
        boolean calculated = field.path().startsWith("ioCost");
        if (!calculated && file.keys() instanceof FileKeys.Lines(String missing)) {
          String reset = file.codec().write(limits(new Sample(field, field.reset())), null);
          assertNotNull(reset);
          assertTrue(file.codec().matches(missing, reset), field.path());
        }
      }
    }
  }

  /** What nobody has set goes back to being calculated; what somebody has set comes back. */
  @Example
  void whatTheKernelCalculatesIsNotWrittenBack() {
    KernelFile qos = LimitTable.file(2, "io.cost.qos");
    assertNotNull(qos);
    assertEquals(
        "enable=1 ctrl=auto",
        qos.codec().restore("enable=1 ctrl=auto rpct=0.00 rlat=0 min=1.00 max=10000.00"));
    String set = "enable=1 ctrl=user rpct=95.00 rlat=5000 min=50.00 max=150.00";
    assertEquals(set, qos.codec().restore(set));
  }

  @Property
  void growthIsAntisymmetric(@ForAll("samples") Sample a, @ForAll("weights") long weight) {
    for (KernelFile file : a.field.files()) {
      String one = file.codec().write(limits(a), null);
      assertNotNull(one);
      assertEquals(0, file.codec().growth(file.codec().readBack(one), file.codec().readBack(one)));
    }
    KernelFile shares = LimitTable.file(1, "cpu.shares");
    assertNotNull(shares);
    String written =
        shares
            .codec()
            .write(
                new Limits(
                    new TreeMap<>(Map.of("cpu.weight", Long.toString(weight))), new TreeMap<>()),
                null);
    assertNotNull(written);
    assertEquals(Math.clamp(weight * 1024 / 100, 2, 262_144), Long.parseLong(written));
    assertEquals(Long.toString(weight), shares.codec().read("cpu.weight", written, Map.of()));
  }

  @Provide
  Arbitrary<Long> weights() {
    return Arbitraries.longs().between(1, 10_000);
  }

  private static Limits limits(Sample sample) {
    Map<String, String> values = new TreeMap<>(Map.of(sample.field.path(), sample.value));
    values.put(LimitMapping.KEY, "2Mi");
    if (sample.field.path().equals("devices.deny")) {
      values.put("devices.default", "deny");
    }
    values.putIfAbsent("memory.max", sample.field.path().equals("memory.swapMax") ? "1Mi" : "max");
    return new Limits(new TreeMap<>(values), new TreeMap<>());
  }
}
