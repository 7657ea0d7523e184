package dev.reconcile.kernel.cgroup;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Bpf;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.live.Reading;
import org.jspecify.annotations.Nullable;

/**
 * The devices controller of v2, which has no files: a program at the group's directory, swapped in
 * one step. To the rest of this program it is a control file, see {@link DeviceRules}. Programs of
 * others, such as systemd's, stay beside it: a device may be used when all of them permit it.
 */
final class DeviceFilter {
  private static final int O_DIRECTORY_CLOEXEC = directoryFlag() | 02000000;

  private DeviceFilter() {}

  // O_DIRECTORY is another bit on ARM, asm/fcntl.h.
  private static int directoryFlag() {
    return "aarch64".equals(System.getProperty("os.arch")) ? 040000 : 0200000;
  }

  /** Which program of ours is in force; absent when there is no such directory. */
  static Reading<String> read(String directory) {
    try (Group group = Group.open(directory)) {
      if (group == null) {
        return Reading.absent();
      }
      try (BpfProgram ours = BpfProgram.attached(group.fd, DeviceRules.NAME_PREFIX)) {
        return Reading.of(ours == null ? DeviceRules.NO_PROGRAM : "program " + ours.name());
      }
    } catch (KernelException e) {
      return new Reading.Unreadable<>("device program of " + directory, e.errno());
    }
  }

  /** Puts a program in force, or takes ours away when everything is allowed. */
  static void write(String directory, String text) throws KernelException {
    DeviceRules rules = DeviceRules.parse(text);
    try (Group group = Group.open(directory)) {
      if (group == null) {
        throw new KernelException("open cgroup", directory, Errno.ENOENT.name(), "apply again");
      }
      try (BpfProgram old = BpfProgram.attached(group.fd, DeviceRules.NAME_PREFIX)) {
        if (!rules.isNone()) {
          byte[] code = DeviceProgram.compile(rules);
          try (BpfProgram next = BpfProgram.load(DeviceRules.programName(text), code)) {
            next.attach(group.fd, old, directory);
          }
        } else if (old != null) {
          old.detach(group.fd, directory);
        }
      }
    }
  }

  /** A directory of cgroupfs, open. */
  private record Group(int fd) implements AutoCloseable {
    static @Nullable Group open(String path) throws KernelException {
      int fd = Bpf.Holder.C.open(path, O_DIRECTORY_CLOEXEC);
      if (fd >= 0) {
        return new Group(fd);
      }
      int errno = Libc.errno();
      if (errno == Errno.ENOENT.number()) {
        return null;
      }
      throw new KernelException("open cgroup", path, Errno.symbol(errno), "run as root");
    }

    @Override
    public void close() {
      Bpf.Holder.C.close(fd);
    }
  }
}
