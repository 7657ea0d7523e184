package dev.reconcile.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.fields.limits.DeviceRules.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The compiled program decides as the rules say, for every device and access. */
class DeviceProgramProps {
  @Property(tries = 2000)
  void theProgramDecidesAsTheRulesSay(
      @ForAll("rules") DeviceRules rules, @ForAll("requests") Request request) {
    assertEquals(
        permits(rules, request), run(DeviceProgram.compile(rules), request), rules + " " + request);
  }

  /** One mknod(2) or open(2). */
  record Request(char type, long major, long minor, int access) {}

  private static boolean permits(DeviceRules rules, Request request) {
    for (Rule rule : rules.deny()) {
      if (names(rule, request) && (request.access & rule.access()) != 0) {
        return false;
      }
    }
    for (Rule rule : rules.allow()) {
      if (names(rule, request) && (request.access & ~rule.access()) == 0) {
        return true;
      }
    }
    return rules.allowsByDefault();
  }

  private static boolean names(Rule rule, Request request) {
    return (rule.type() == DeviceRules.ANY_TYPE || rule.type() == request.type)
        && (rule.major() == DeviceRules.ANY || rule.major() == request.major)
        && (rule.minor() == DeviceRules.ANY || rule.minor() == request.minor);
  }

  /** Those instructions of the virtual machine that the compiler uses; RFC 9669. */
  private static boolean run(byte[] program, Request request) {
    int[] context = {
      request.access << 16 | (request.type == 'b' ? 1 : 2), (int) request.major, (int) request.minor
    };
    long[] registers = new long[11];
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    for (int at = 0; ; at++) {
      int base = at * DeviceProgram.INSTRUCTION_BYTES;
      int opcode = code.get(base) & 0xff;
      int to = code.get(base + 1) & 0xf;
      int from = code.get(base + 1) >> 4 & 0xf;
      int offset = code.getShort(base + 2);
      long immediate = code.getInt(base + 4);
      switch (opcode) {
        case 0x61 -> registers[to] = Integer.toUnsignedLong(context[offset / 4]);
        case 0xb7 -> registers[to] = immediate;
        case 0xbf -> registers[to] = registers[from];
        case 0x57 -> registers[to] &= immediate;
        case 0x77 -> registers[to] >>>= immediate;
        case 0x55 -> at += registers[to] != immediate ? offset : 0;
        case 0x15 -> at += registers[to] == immediate ? offset : 0;
        case 0x95 -> {
          return registers[0] == 1;
        }
        default -> throw new AssertionError("opcode " + opcode);
      }
    }
  }

  @Provide
  Arbitrary<DeviceRules> rules() {
    Arbitrary<List<Rule>> list = rule().list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(true, false), list, list).as(DeviceRules::new);
  }

  private static Arbitrary<Rule> rule() {
    Arbitrary<Long> number = Arbitraries.of(DeviceRules.ANY, 1L, 2L, 1_048_575L);
    return Combinators.combine(
            Arbitraries.of('a', 'b', 'c'), number, number, Arbitraries.integers().between(1, 7))
        .as(Rule::new);
  }

  @Provide
  Arbitrary<Request> requests() {
    Arbitrary<Long> number = Arbitraries.of(1L, 2L, 3L, 1_048_575L);
    return Combinators.combine(
            Arbitraries.of('b', 'c'), number, number, Arbitraries.integers().between(1, 7))
        .as(Request::new);
  }
}
