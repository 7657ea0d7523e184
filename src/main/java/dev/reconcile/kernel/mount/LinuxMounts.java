package dev.reconcile.kernel.mount;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.MountCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The mounts of the namespace that we run in. */
public final class LinuxMounts implements Mounts {
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  @Override
  public void mount(String source, String mountPoint, String type, String options)
      throws KernelException {
    int result = MountCalls.Holder.C.mount(source, mountPoint, type, 0, options);
    check(result, "mount " + type + " with options '" + options + "' on", mountPoint);
  }

  @Override
  public void reconfigure(String mountPoint, String options) throws KernelException {
    long remount = MountCalls.MS_REMOUNT;
    int result = MountCalls.Holder.C.mount("none", mountPoint, "none", remount, options);
    check(result, "set mount options '" + options + "' of", mountPoint);
  }

  @Override
  public void unmount(String mountPoint) throws KernelException {
    int result = MountCalls.Holder.C.umount2(mountPoint, MountCalls.UMOUNT_NOFOLLOW);
    check(result, "unmount", mountPoint);
  }

  private static void check(int result, String operation, String mountPoint)
      throws KernelException {
    if (result != 0) {
      String errno = Errno.symbol(Libc.errno());
      throw new KernelException(operation, mountPoint, errno, hint(errno));
    }
  }

  private static String hint(String errno) {
    return switch (errno) {
      case "EBUSY" -> "see `reconcile host` and /proc/cgroups for who has it";
      case "EINVAL" -> "this kernel does not take these options";
      case "EPERM" -> "run as root, in the host's user namespace";
      default -> "";
    };
  }

  @Override
  public void makeDirectory(String path) throws KernelException {
    Path directory = Path.of(path);
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, DIRECTORY_MODE); // whatever our umask is
      }
    } catch (IOException e) {
      throw new KernelException("make directory", path, Errno.symbol(e), "choose another place");
    }
  }

  @Override
  public boolean removeDirectory(String path) throws KernelException {
    Path directory = Path.of(path);
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException e) {
      Errno errno = Errno.of(e);
      if (errno == Errno.EBUSY
          || errno == Errno.ENOTEMPTY
          || e instanceof java.nio.file.DirectoryNotEmptyException) {
        return false;
      }
      throw new KernelException("remove directory", path, Errno.symbol(e), "");
    }
  }
}
