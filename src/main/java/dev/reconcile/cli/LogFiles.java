package dev.reconcile.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log files of one container directory: {@code log} is written, {@code log.1} is the one before
 * it, and so on. Remembers how far it has read, over rotations.
 */
final class LogFiles {
  private static final int CHUNK = 1 << 16;

  private final Path directory;
  private @Nullable Object key;
  private long offset;
  private byte[] rest = new byte[0];

  LogFiles(Path directory) {
    this.directory = directory;
  }

  /** All lines there are, oldest first; {@link #more} goes on from there. */
  List<LogLine> all() throws IOException {
    List<LogLine> lines = new ArrayList<>();
    int oldest = 0;
    while (Files.exists(file(oldest + 1))) {
      oldest++;
    }
    for (int number = oldest; number >= 0; number--) {
      read(file(number), 0, lines);
    }
    return lines;
  }

  /** What was written since. */
  List<LogLine> more() throws IOException {
    List<LogLine> lines = new ArrayList<>();
    Object current = key(file(0));
    if (current != null && !current.equals(key)) {
      // Rotated: what we have read is log.1 now, and it may have grown before it was moved.
      if (key != null && key.equals(key(file(1)))) {
        read(file(1), offset, lines);
      }
      offset = 0;
      rest = new byte[0];
    }
    read(file(0), offset, lines);
    return lines;
  }

  private Path file(int number) {
    return directory.resolve(number == 0 ? "log" : "log." + number);
  }

  /** Device and inode; null when there is no such file. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private void read(Path file, long from, List<LogLine> lines) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(from);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        take(buffer, lines);
        buffer.clear();
      }
      offset = channel.position();
      key = key(file);
    } catch (NoSuchFileException none) {
      offset = 0;
    }
  }

  /** Splits at line breaks; what follows the last one is kept for the next read. */
  private void take(ByteBuffer buffer, List<LogLine> lines) {
    byte[] bytes = new byte[rest.length + buffer.remaining()];
    System.arraycopy(rest, 0, bytes, 0, rest.length);
    buffer.get(bytes, rest.length, bytes.length - rest.length);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        LogLine line = LogLine.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        if (line != null) {
          lines.add(line);
        }
        start = i + 1;
      }
    }
    rest = Arrays.copyOfRange(bytes, start, bytes.length);
  }
}
