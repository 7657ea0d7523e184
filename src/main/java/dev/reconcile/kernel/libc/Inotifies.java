package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/** inotify(7); {@link Epolls} has read(2) and close(2). */
public interface Inotifies {
  /** Bound on first use. */
  final class Holder {
    public static final Inotifies C = Libc.bind(Inotifies.class);

    private Holder() {}
  }

  int IN_NONBLOCK = 0x800;
  int IN_CLOEXEC = 0x80000;

  int IN_MODIFY = 0x2;
  int IN_ATTRIB = 0x4;
  int IN_MOVED_FROM = 0x40;
  int IN_MOVED_TO = 0x80;
  int IN_CREATE = 0x100;
  int IN_DELETE = 0x200;
  int IN_DELETE_SELF = 0x400;
  int IN_MOVE_SELF = 0x800;
  int IN_UNMOUNT = 0x2000;
  int IN_Q_OVERFLOW = 0x4000;
  int IN_IGNORED = 0x8000;
  int IN_ONLYDIR = 0x1000000;
  int IN_DONT_FOLLOW = 0x2000000;
  int IN_ISDIR = 0x40000000;

  int inotify_init1(int flags);

  /** A watch that is there already keeps its number. */
  int inotify_add_watch(int inotify, Pointer path, int mask);

  int inotify_rm_watch(int inotify, int watch);
}
