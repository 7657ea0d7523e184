package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Frames.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final List<List<String>> INSTRUCTIONS =
      List.of(List.of("env", "A=ä b"), List.of("no-new-privileges"), List.of("exec", "sh", ""));

  @Test
  void bytesAreAsTheProtocolSays() {
    byte[] frame = Frames.frame(258, List.of(List.of("hello", "x")));
    byte[] expected = {14, 0, 0, 0, 2, 1, 0, 0, 2, 0, 'h', 'e', 'l', 'l', 'o', 0, 'x', 0};
    assertArrayEquals(expected, frame);
  }

  @Test
  void framesComeBackOneAfterTheOther() throws IOException {
    byte[] one = Frames.frame(7, INSTRUCTIONS);
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    ByteArrayInputStream in = new ByteArrayInputStream(both);
    assertFrame(Frames.read(in));
    assertFrame(Frames.read(in));
    assertNull(Frames.read(in));
  }

  private static void assertFrame(@Nullable Frame frame) throws IOException {
    assertNotNull(frame);
    assertEquals(7, frame.id());
    assertEquals(INSTRUCTIONS, frame.instructions());
  }

  @Test
  void programsComeBack() throws IOException {
    assertEquals(INSTRUCTIONS, Frames.readProgram(Frames.program(INSTRUCTIONS)));
  }

  @Test
  void everyCutIsNoticed() {
    byte[] frame = Frames.frame(7, INSTRUCTIONS);
    for (int length = 1; length < frame.length; length++) {
      ByteArrayInputStream in = new ByteArrayInputStream(frame, 0, length);
      assertThrows(KernelException.class, () -> Frames.read(in), "cut at " + length);
    }
  }

  @Test
  void anotherVersionIsNotAProgram() {
    byte[] program = Frames.program(INSTRUCTIONS);
    program[6] = '2';
    assertThrows(KernelException.class, () -> Frames.readProgram(program));
  }

  @Test
  void whatTheHelperCannotReadIsNeverWritten() {
    List<String> tooMany = Collections.nCopies(4097, "x");
    List<List<String>> tooLong = List.of(List.of("exec", "x".repeat(1 << 20)));
    assertThrows(IllegalArgumentException.class, () -> Frames.program(List.of(tooMany)));
    assertThrows(IllegalArgumentException.class, () -> Frames.program(tooLong));
    assertThrows(IllegalArgumentException.class, () -> Frames.program(List.of(List.of("a\0b"))));
    assertThrows(IllegalArgumentException.class, () -> Frames.program(List.of(List.of())));
  }
}
