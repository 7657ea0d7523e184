package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Xattrs;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jnr.ffi.Pointer;

/**
 * {@code trusted.*} extended attributes, xattr(7). The functions are bound when the first is read
 * or set: many groups are looked at by the helper, for which it is enough that marks are visible.
 * Without CAP_SYS_ADMIN in the first user namespace the kernel answers as if there were none, so
 * the caller must know that it may see them before it believes "none".
 */
final class MarkStore {
  /** PATH_MAX; a mark is a path at most. */
  private static final int TEXT_BYTES = 4096;

  private final boolean trustedVisible;
  private final Pointer path = Libc.memory(TEXT_BYTES);
  private final Pointer list = Libc.memory(TEXT_BYTES);
  private final Pointer value = Libc.memory(TEXT_BYTES);
  private final Map<String, Pointer> names = new HashMap<>();

  MarkStore(boolean trustedVisible) {
    this.trustedVisible = trustedVisible;
  }

  /** Whether "none" can be believed. */
  boolean areVisible() {
    return trustedVisible;
  }

  synchronized Reading<SortedMap<String, String>> read(String directory) {
    if (!trustedVisible) {
      return new Reading.Unreadable<>(directory, "trusted.* attributes need CAP_SYS_ADMIN");
    }
    put(path, directory);
    long size = Xattrs.Holder.C.llistxattr(path, list, TEXT_BYTES);
    if (size < 0) {
      return failed(directory);
    }
    SortedMap<String, String> marks = new TreeMap<>();
    for (String name : text(list, size).split("\0", -1)) {
      if (name.startsWith(Marks.PREFIX)) {
        long length = Xattrs.Holder.C.lgetxattr(path, nativeName(name), value, TEXT_BYTES);
        if (length < 0) {
          return failed(directory);
        }
        marks.put(name.substring(Marks.PREFIX.length()), text(value, length));
      }
    }
    return Reading.of(Marks.of(marks));
  }

  private static Reading<SortedMap<String, String>> failed(String directory) {
    int errno = Libc.errno();
    return errno == Errno.ENOENT.number()
        ? Reading.absent()
        : new Reading.Unreadable<>(directory, Errno.symbol(errno));
  }

  synchronized void set(String directory, String name, String text) throws KernelException {
    String attribute = Marks.PREFIX + name;
    put(path, directory);
    int length = put(value, text);
    if (Xattrs.Holder.C.lsetxattr(path, nativeName(attribute), value, length, 0) < 0) {
      int errno = Libc.errno();
      String hint =
          errno == Errno.EPERM.number()
              ? "run as root with CAP_SYS_ADMIN outside user namespaces"
              : "";
      throw new KernelException("set " + attribute + " on", directory, Errno.symbol(errno), hint);
    }
  }

  /** There are a handful of names. */
  private Pointer nativeName(String name) {
    return names.computeIfAbsent(
        name,
        n -> {
          Pointer copy = Libc.memory(n.length() + 1);
          put(copy, n);
          return copy;
        });
  }

  /** Writes a text with NUL at its end; its length without that. */
  private static int put(Pointer into, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= TEXT_BYTES) {
      throw new IllegalArgumentException("longer than any path: " + text);
    }
    into.put(0, bytes, 0, bytes.length);
    into.putByte(bytes.length, (byte) 0);
    return bytes.length;
  }

  private static String text(Pointer from, long length) {
    byte[] bytes = new byte[(int) length];
    from.get(0, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
