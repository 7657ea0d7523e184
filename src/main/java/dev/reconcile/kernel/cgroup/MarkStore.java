package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Xattrs;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code trusted.*} extended attributes, xattr(7). Without CAP_SYS_ADMIN in the first user
 * namespace the kernel answers as if there were none, so the caller must know that it may see them
 * before it believes "none".
 */
final class MarkStore {
  /** More than a path (4096) and a digest take together; one attribute has at most 64 KiB. */
  private static final int LIST_BYTES = 8192;

  private final boolean trustedVisible;

  MarkStore(boolean trustedVisible) {
    this.trustedVisible = trustedVisible;
  }

  Reading<SortedMap<String, String>> read(String directory) {
    if (!trustedVisible) {
      return new Reading.Unreadable<>(directory, "trusted.* attributes need CAP_SYS_ADMIN");
    }
    byte[] buffer = new byte[LIST_BYTES];
    long size = Xattrs.Holder.C.llistxattr(directory, buffer, buffer.length);
    if (size < 0) {
      return failed(directory);
    }
    SortedMap<String, String> marks = new TreeMap<>();
    for (String name : new String(buffer, 0, (int) size, StandardCharsets.UTF_8).split("\0", -1)) {
      if (name.startsWith(Marks.PREFIX)) {
        long length = Xattrs.Holder.C.lgetxattr(directory, name, buffer, buffer.length);
        if (length < 0) {
          return failed(directory);
        }
        marks.put(
            name.substring(Marks.PREFIX.length()),
            new String(buffer, 0, (int) length, StandardCharsets.UTF_8));
      }
    }
    return Reading.of(marks);
  }

  private static Reading<SortedMap<String, String>> failed(String directory) {
    int errno = Libc.errno();
    return errno == Errno.ENOENT.number()
        ? Reading.absent()
        : new Reading.Unreadable<>(directory, Errno.symbol(errno));
  }

  void set(String directory, String name, String value) throws KernelException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String attribute = Marks.PREFIX + name;
    if (Xattrs.Holder.C.lsetxattr(directory, attribute, bytes, bytes.length, 0) < 0) {
      int errno = Libc.errno();
      String hint =
          errno == Errno.EPERM.number()
              ? "run as root with CAP_SYS_ADMIN outside user namespaces"
              : "";
      throw new KernelException("set " + attribute + " on", directory, Errno.symbol(errno), hint);
    }
  }
}
