package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/**
 * Extended attributes of the file itself, never of what a symbolic link points to; listxattr(2),
 * getxattr(2), setxattr(2). Native memory instead of Java strings and arrays: there are dozens of
 * calls per container in one look at a host, and converting costs several times the call.
 */
public interface Xattrs {
  /** Bound on first use. */
  final class Holder {
    public static final Xattrs C = Libc.bind(Xattrs.class);

    private Holder() {}
  }

  /** Names, each ended by NUL. */
  long llistxattr(Pointer path, Pointer list, long size);

  long lgetxattr(Pointer path, Pointer name, Pointer value, long size);

  /** For the rare ones. */
  int lsetxattr(CharSequence path, CharSequence name, byte[] value, long size, int flags);

  int lsetxattr(Pointer path, Pointer name, Pointer value, long size, int flags);
}
