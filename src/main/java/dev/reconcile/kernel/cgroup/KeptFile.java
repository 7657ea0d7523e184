package dev.reconcile.kernel.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A control file that stays open, for it costs a third to read it again. Once its group is removed
 * the kernel says ENODEV, also when another group has come in its place.
 */
public final class KeptFile implements AutoCloseable {
  private final FileChannel channel;

  private KeptFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Null when it cannot be opened. */
  static @Nullable KeptFile open(Path file) {
    try {
      return new KeptFile(FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether it can be read and holds this text, apart from a last newline.
   *
   * @param scratch larger than any such text
   */
  public boolean holds(byte[] text, ByteBuffer scratch) {
    try {
      scratch.clear();
      int length = channel.read(scratch, 0);
      if (length == scratch.capacity()) {
        return false;
      }
      boolean newline = length > 0 && scratch.get(length - 1) == '\n';
      scratch.position(0).limit(Math.max(0, newline ? length - 1 : length));
      return scratch.remaining() == text.length && scratch.equals(ByteBuffer.wrap(text));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // A descriptor for reading: nothing is lost with it.
    }
  }
}
