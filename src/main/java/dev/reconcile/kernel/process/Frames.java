package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The helper's format, docs/helper-protocol.md:
 *
 * <pre>
 * frame        u32 length (little endian, of what follows)  u32 id  instruction…
 * instruction  u16 argc  then argc strings, each ended by NUL
 * program      RCPROG1\n  instruction…
 * </pre>
 */
public final class Frames {
  /** A frame's body. */
  private static final int BYTES_MAX = 1 << 20;

  private static final int STRINGS_MAX = 4096;
  private static final byte[] PROGRAM_MAGIC = "RCPROG1\n".getBytes(StandardCharsets.US_ASCII);

  private Frames() {}

  /**
   * What came back.
   *
   * @param id of the request
   * @param body what follows it, little endian
   */
  public record Frame(int id, ByteBuffer body) {
    /** Each with its name first. */
    public List<List<String>> instructions() throws KernelException {
      return decode(body.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** The file {@code program} of a container directory, or what {@code exec} reads. */
  public static byte[] program(List<List<String>> instructions) {
    return encode(PROGRAM_MAGIC, instructions);
  }

  /** One frame. */
  public static byte[] frame(int id, List<List<String>> instructions) {
    return addressed(id, encode(new byte[2 * Integer.BYTES], instructions));
  }

  /**
   * One frame of instructions that are encoded already.
   *
   * @throws KernelException when it is longer than the helper reads
   */
  public static byte[] frame(int id, byte[] instructions) throws KernelException {
    if (instructions.length > BYTES_MAX - Integer.BYTES) {
      throw new KernelException(
          "ask", "the helper", "", "a request has at most " + BYTES_MAX + " bytes");
    }
    byte[] frame = new byte[2 * Integer.BYTES + instructions.length];
    System.arraycopy(instructions, 0, frame, 2 * Integer.BYTES, instructions.length);
    return addressed(id, frame);
  }

  private static byte[] addressed(int id, byte[] frame) {
    ByteBuffer.wrap(frame)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, frame.length - Integer.BYTES)
        .putInt(Integer.BYTES, id);
    return frame;
  }

  private static byte[] encode(byte[] head, List<List<String>> instructions) {
    List<byte[]> strings = new ArrayList<>();
    int length = head.length;
    for (List<String> instruction : instructions) {
      if (instruction.isEmpty() || instruction.size() > STRINGS_MAX) {
        throw new IllegalArgumentException(
            "an instruction has 1 to " + STRINGS_MAX + " strings: " + instruction);
      }
      length += Short.BYTES;
      for (String string : instruction) {
        byte[] bytes = bytes(string);
        strings.add(bytes);
        length += bytes.length + 1;
      }
    }
    if (length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a program has at most " + BYTES_MAX + " bytes, not " + length);
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).put(head);
    int next = 0;
    for (List<String> instruction : instructions) {
      out.putShort((short) instruction.size());
      for (int i = 0; i < instruction.size(); i++) {
        out.put(strings.get(next++)).put((byte) 0);
      }
    }
    return out.array();
  }

  private static byte[] bytes(String string) {
    if (string.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a string of a program cannot hold NUL: " + string.replace("\0", "\\0"));
    }
    return string.getBytes(StandardCharsets.UTF_8);
  }

  /** The next frame of a stream; null at its end. */
  public static @Nullable Frame read(InputStream in) throws IOException {
    byte[] head = in.readNBytes(2 * Integer.BYTES);
    if (head.length == 0) {
      return null;
    }
    if (head.length < 2 * Integer.BYTES) {
      throw malformed("a frame ended in its header");
    }
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int length = header.getInt() - Integer.BYTES;
    if (length < 0 || length > BYTES_MAX) {
      throw malformed("a frame of a wrong length");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw malformed("a frame ended early");
    }
    return new Frame(header.getInt(), ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The instructions of a program, as {@link #program} encodes them. */
  public static List<List<String>> readProgram(byte[] program) throws KernelException {
    int head = PROGRAM_MAGIC.length;
    if (program.length < head
        || !ByteBuffer.wrap(program, 0, head).equals(ByteBuffer.wrap(PROGRAM_MAGIC))) {
      throw malformed("no container program of this version");
    }
    return decode(
        ByteBuffer.wrap(program, head, program.length - head).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static List<List<String>> decode(ByteBuffer body) throws KernelException {
    List<List<String>> instructions = new ArrayList<>();
    while (body.remaining() >= Short.BYTES) {
      int count = Short.toUnsignedInt(body.getShort());
      List<String> instruction = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        instruction.add(string(body));
      }
      instructions.add(List.copyOf(instruction));
    }
    if (body.hasRemaining()) {
      throw malformed("an instruction ended early");
    }
    return List.copyOf(instructions);
  }

  private static String string(ByteBuffer body) throws KernelException {
    int start = body.position();
    while (body.hasRemaining()) {
      if (body.get() == 0) {
        byte[] bytes = new byte[body.position() - 1 - start];
        body.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    throw malformed("a string without its end");
  }

  private static KernelException malformed(String what) {
    return new KernelException("read", "the helper's frame", "", what + "; is it of this version?");
  }
}
