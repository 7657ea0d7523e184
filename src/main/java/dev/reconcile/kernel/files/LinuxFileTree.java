package dev.reconcile.kernel.files;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.Mountinfo;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Nodes;
import dev.reconcile.kernel.libc.Xattrs;
import dev.reconcile.live.MountEntry;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The real file system. */
public final class LinuxFileTree implements FileTree {
  // inode(7)
  private static final int S_IFMT = 0170000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;
  private static final int PERMISSIONS = 07777;

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  @Override
  public void makeDirectories(Path path, int mode, int uid, int gid) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeDirectories(parent, mode, uid, gid);
    }
    try {
      Files.createDirectory(path, permissions(mode));
      completeNew(path, mode, uid, gid);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new KernelException(
            "make directory",
            path.toString(),
            Errno.EEXIST.name(),
            "something else is in its place; remove it");
      }
    }
  }

  @Override
  public void writeInPlace(Path path, byte[] content, int mode, int uid, int gid)
      throws IOException {
    try (FileChannel channel = FileChannel.open(path, NEW_FILE, permissions(mode))) {
      writeAll(channel, content);
      completeNew(path, mode, uid, gid);
      return;
    } catch (FileAlreadyExistsException rewrite) {
      // Below.
    }
    Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    // Written over and then cut: whoever reads meanwhile never finds the file empty.
    try (FileChannel channel = FileChannel.open(path, options)) {
      writeAll(channel, content);
      channel.truncate(content.length);
    }
    setModeAndOwner(path, mode, uid, gid);
  }

  @Override
  public void replaceDurably(Path path, byte[] content, int mode) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("not a file: " + path);
    }
    Path draft = directory.resolve("." + path.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      Files.setAttribute(draft, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
      writeAll(channel, content);
      channel.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** What open(2) and mkdir(2) take along; they clear the bits of the umask. */
  private static FileAttribute<?> permissions(int mode) {
    StringBuilder text = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text.toString()));
  }

  /**
   * Only what creation could not do: every attribute costs an open(2) and a close(2) of its own.
   */
  private static void completeNew(Path path, int mode, int uid, int gid) throws IOException {
    boolean cleared = (mode & Umask.OURS) != 0 || mode > 0777;
    if (cleared || uid != 0 || gid != 0) {
      setModeAndOwner(path, mode, uid, gid);
    }
  }

  /** Read once, when first needed; nothing in this program changes it. */
  private static final class Umask {
    static final int OURS = read();

    private Umask() {}

    /** {@code Umask: 0022}, proc_pid_status(5); all bits when unknown, so that modes are set. */
    private static int read() {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
          if (line.startsWith("Umask:")) {
            return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
          }
        }
      } catch (IOException unknown) {
        return 0777;
      }
      return 0777;
    }
  }

  // The owner first: chown(2) clears the set-user-ID bits.
  private static void setModeAndOwner(Path path, int mode, int uid, int gid) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void whiteout(Path path) throws IOException {
    if (Nodes.Holder.C.mknod(path.toString(), Nodes.S_IFCHR, 0) == 0) {
      return;
    }
    int errno = Libc.errno();
    if (errno == Errno.EEXIST.number() && isWhiteout(path)) {
      return;
    }
    throw new KernelException("make whiteout", path.toString(), Errno.symbol(errno), "");
  }

  @Override
  public void setXattr(Path path, String name, byte[] value) throws IOException {
    if (Xattrs.Holder.C.lsetxattr(path.toString(), name, value, value.length, 0) < 0) {
      throw new KernelException(
          "set " + name + " on", path.toString(), Errno.symbol(Libc.errno()), "");
    }
  }

  private static boolean isWhiteout(Path path) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    return stat.get("mode") instanceof Integer mode
        && (mode & S_IFMT) == Nodes.S_IFCHR
        && Long.valueOf(0).equals(stat.get("rdev"));
  }

  @Override
  public Reading<byte[]> read(Path path) {
    return read(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Reading<byte[]> readFollowing(Path path) {
    return read(path, new OpenOption[0]);
  }

  private static Reading<byte[]> read(Path path, OpenOption... options) {
    try (InputStream in = Files.newInputStream(path, options)) {
      return Reading.of(in.readAllBytes());
    } catch (IOException e) {
      return SmallFile.failed(path.toString(), e);
    }
  }

  @Override
  public List<String> list(Path path) throws IOException {
    String[] names = path.toFile().list();
    if (names == null) {
      if (!exists(path)) {
        return List.of();
      }
      throw new KernelException(
          "list", path.toString(), "", "it must be a directory that we may read");
    }
    Arrays.sort(names);
    return List.of(names);
  }

  @Override
  public void removeTree(Path path) throws IOException {
    if (!exists(path)) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      refuseMounts(path);
      TreeRemover.empty(path);
    }
    Files.deleteIfExists(path);
  }

  // A mount of the same file system has the same device number: only the mount table tells what is
  // not ours.
  private static void refuseMounts(Path path) throws IOException {
    String real = realParent(path).resolve(path.getFileName()).toString();
    for (MountEntry mount : Mountinfo.parse(SmallFile.text(HostRoot.LIVE.proc(0, "mountinfo")))) {
      if (mount.mountPoint().equals(real) || Mountinfo.isBelow(mount.mountPoint(), real)) {
        throw new KernelException(
            "remove",
            real,
            Errno.EBUSY.name(),
            "something is mounted on " + mount.mountPoint() + "; unmount it first");
      }
    }
  }

  private static Path realParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("never removed: " + path);
    }
    return parent.toRealPath();
  }

  @Override
  public Reading<Stat> stat(Path path) {
    try {
      Map<String, Object> stat =
          Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
      int mode = number(stat, "mode");
      Type type = type(mode);
      String link = type == Type.LINK ? Files.readSymbolicLink(path).toString() : "";
      return Reading.of(
          new Stat(type, mode & PERMISSIONS, number(stat, "uid"), number(stat, "gid"), link));
    } catch (IOException e) {
      return SmallFile.failed(path.toString(), e);
    }
  }

  private static int number(Map<String, Object> stat, String attribute) {
    return stat.get(attribute) instanceof Integer value ? value : 0;
  }

  private static Type type(int mode) {
    int format = mode & S_IFMT;
    if (format == S_IFDIR) {
      return Type.DIRECTORY;
    }
    if (format == S_IFREG) {
      return Type.FILE;
    }
    return format == S_IFLNK ? Type.LINK : Type.OTHER;
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
