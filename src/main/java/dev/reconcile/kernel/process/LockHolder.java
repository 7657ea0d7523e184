package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Locks;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/**
 * Who holds the POSIX lock of a file, by F_GETLK, fcntl_locking(2). {@code /proc/locks} would say
 * the same, but it is read a page at a time and skips a line when a lock before it goes away
 * meanwhile, and its device numbers are not those of stat(2) on btrfs and overlayfs.
 */
public final class LockHolder {
  // struct flock { short l_type; short l_whence; off_t l_start; off_t l_len; pid_t l_pid; } on
  // 64-bit Linux; all zero
  // but the type asks about the whole file.
  private static final int TYPE = 0;
  private static final int PID = 24;
  private static final int BYTES = 32;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  private static final Locks C = Locks.Holder.C;

  private LockHolder() {}

  /**
   * The PID, 0 when nobody holds it or the file is absent. Closing the file gives up locks that
   * this process holds on it.
   */
  public static int of(Path file) throws KernelException {
    int fd = C.open(file.toString(), Locks.O_RDONLY | Locks.O_NOFOLLOW | Locks.O_CLOEXEC);
    if (fd < 0) {
      int errno = Libc.errno();
      if (errno == Errno.ENOENT.number()) {
        return 0;
      }
      throw new KernelException("open", file.toString(), Errno.symbol(errno), "");
    }
    try {
      Pointer lock = Libc.memory(BYTES);
      lock.putShort(TYPE, F_WRLCK);
      if (C.fcntl(fd, Locks.F_GETLK, lock) < 0) {
        throw new KernelException(
            "ask for the lock of", file.toString(), Errno.symbol(Libc.errno()), "");
      }
      return lock.getShort(TYPE) == F_UNLCK ? 0 : lock.getInt(PID);
    } finally {
      C.close(fd);
    }
  }
}
