package dev.reconcile.kernel.libc;

import jnr.ffi.types.u_int64_t;

/** mount(2) and umount2(2), for the few mounts that the host itself is to have. */
public interface MountCalls {
  /** Bound on first use. */
  final class Holder {
    public static final MountCalls C = Libc.bind(MountCalls.class);

    private Holder() {}
  }

  long MS_REMOUNT = 32;
  int UMOUNT_NOFOLLOW = 8;

  int mount(
      CharSequence source,
      CharSequence target,
      CharSequence type,
      @u_int64_t long flags,
      CharSequence data);

  int umount2(CharSequence target, int flags);
}
