package dev.reconcile.kernel.libc;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Extended attributes of the file itself, never of what a symbolic link points to; listxattr(2),
 * getxattr(2), setxattr(2).
 */
public interface Xattrs {
  /** Bound on first use. */
  final class Holder {
    public static final Xattrs C = Libc.bind(Xattrs.class);

    private Holder() {}
  }

  /** Names, each ended by NUL. */
  @ssize_t
  long llistxattr(CharSequence path, @Out byte[] list, @size_t long size);

  @ssize_t
  long lgetxattr(CharSequence path, CharSequence name, @Out byte[] value, @size_t long size);

  int lsetxattr(
      CharSequence path, CharSequence name, @In byte[] value, @size_t long size, int flags);
}
