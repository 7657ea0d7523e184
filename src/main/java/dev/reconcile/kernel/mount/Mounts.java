package dev.reconcile.kernel.mount;

import dev.reconcile.kernel.KernelException;

/** Mounting on the host, mount(2), umount2(2), and the directories that this needs. */
public interface Mounts {
  /**
   * Mounts a file system.
   *
   * @param source column 10 of mountinfo: for cgroupfs any text
   * @param type such as {@code cgroup2}
   * @param options comma-separated, may be empty
   */
  void mount(String source, String mountPoint, String type, String options) throws KernelException;

  /** Changes the options of a mounted file system, for all of its mounts. */
  void reconfigure(String mountPoint, String options) throws KernelException;

  /** Unmounts what is on top of a mount point. */
  void unmount(String mountPoint) throws KernelException;

  /** Makes one directory, for everybody to look into; an existing one is fine. */
  void makeDirectory(String path) throws KernelException;

  /**
   * Removes one empty directory; absent is fine.
   *
   * @return false when it is in use: something is in it, or mounted on it
   */
  boolean removeDirectory(String path) throws KernelException;
}
