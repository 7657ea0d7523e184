package dev.reconcile.kernel.files;

import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files of ours on disk. Symbolic links are never followed in the last component. */
public interface FileTree {
  /** Makes a directory and its parents; existing ones are left as they are. */
  void makeDirectories(Path path, int mode, int uid, int gid) throws IOException;

  /** Creates or rewrites a file in place (same inode), then mode and owner. */
  void writeInPlace(Path path, byte[] content, int mode, int uid, int gid) throws IOException;

  /** Writes beside, fsyncs, renames over, fsyncs the directory. */
  void replaceDurably(Path path, byte[] content, int mode) throws IOException;

  /** An overlayfs whiteout: character device 0:0. */
  void whiteout(Path path) throws IOException;

  /** lsetxattr(2): of the file itself, replacing an older value. */
  void setXattr(Path path, String name, byte[] value) throws IOException;

  /** The content; absent when there is no such file. */
  Reading<byte[]> read(Path path);

  /**
   * As {@link #read}, but behind symbolic links: for files of the host such as {@code
   * /etc/resolv.conf}.
   */
  Reading<byte[]> readFollowing(Path path);

  /** Names in a directory, sorted; empty when absent. */
  List<String> list(Path path) throws IOException;

  /** Removes a tree without leaving the file system or following links; absent is fine. */
  void removeTree(Path path) throws IOException;

  /** Whether there is anything at this path. */
  boolean exists(Path path);

  /** lstat(2): what is at this path itself, links not followed; absent when there is nothing. */
  Reading<Stat> stat(Path path);

  /**
   * What lstat(2) says.
   *
   * @param mode permission bits, 07777
   * @param link where a symbolic link points; empty for all else
   */
  record Stat(Type type, int mode, int uid, int gid, String link) {}

  /** File types that matter to us. */
  enum Type {
    DIRECTORY,
    FILE,
    LINK,
    OTHER
  }
}
