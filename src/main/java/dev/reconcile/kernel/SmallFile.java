package dev.reconcile.kernel;

import dev.reconcile.live.Reading;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Reads files of procfs and cgroupfs: their size is 0 until they are read, and there are thousands
 * of them in one look at a host. A {@link FileInputStream} with one buffer per thread costs two
 * thirds of {@code Files.readString}.
 */
public final class SmallFile {
  // The JDK reads into the stack up to this size and allocates beyond it; a seq_file gives at most
  // a page per read(2).
  private static final int CHUNK = 8192;
  private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[CHUNK]);

  private SmallFile() {}

  /** The whole content. */
  public static String text(String path) throws IOException {
    byte[] buffer = BUFFER.get();
    int length = 0;
    try (FileInputStream in = new FileInputStream(path)) {
      int count;
      while ((count = in.read(buffer, length, Math.min(CHUNK, buffer.length - length))) > 0) {
        length += count;
        if (length == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * length);
          BUFFER.set(buffer);
        }
      }
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * The content as {@code parser} understands it; absent when the file, or the process or group
   * behind it, is gone.
   */
  public static <T> Reading<T> read(String path, Function<String, T> parser) {
    try {
      return Reading.of(parser.apply(text(path)));
    } catch (IOException e) {
      return failed(path, e);
    }
  }

  /** What a failed read means: gone, or unreadable with the kernel's answer. */
  public static <T> Reading<T> failed(String path, IOException failure) {
    Errno errno = Errno.of(failure);
    return errno == null
        ? new Reading.Unreadable<>(path, Errno.symbol(failure))
        : failed(path, errno.number());
  }

  /** As {@link #failed(String, IOException)}, by the error's number. */
  public static <T> Reading<T> failed(String path, int errno) {
    return isGone(errno) ? Reading.absent() : new Reading.Unreadable<>(path, Errno.symbol(errno));
  }

  // ESRCH: the process of an open /proc file has ended. ENODEV: the cgroup of an open control file
  // was removed.
  private static boolean isGone(int errno) {
    return errno == Errno.ENOENT.number()
        || errno == Errno.ESRCH.number()
        || errno == Errno.ENODEV.number();
  }
}
