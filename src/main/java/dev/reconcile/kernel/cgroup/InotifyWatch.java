package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Epolls;
import dev.reconcile.kernel.libc.Inotifies;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * By inotify(7), one watch for each directory. It tells of what is done by system calls on cgroupfs
 * and of what the kernel itself tells readers of a file (kernfs_notify), as of {@code
 * cgroup.events} when a v2 group gets its first process by clone3(2).
 */
final class InotifyWatch implements GroupWatch {
  private static final Inotifies C = Inotifies.Holder.C;

  private static final int MASK =
      Inotifies.IN_MODIFY
          | Inotifies.IN_ATTRIB
          | Inotifies.IN_MOVED_FROM
          | Inotifies.IN_MOVED_TO
          | Inotifies.IN_CREATE
          | Inotifies.IN_DELETE
          | Inotifies.IN_DELETE_SELF
          | Inotifies.IN_MOVE_SELF
          | Inotifies.IN_ONLYDIR
          | Inotifies.IN_DONT_FOLLOW;

  private static final int COMES_OR_GOES =
      Inotifies.IN_CREATE
          | Inotifies.IN_DELETE
          | Inotifies.IN_MOVED_FROM
          | Inotifies.IN_MOVED_TO
          | Inotifies.IN_DELETE_SELF
          | Inotifies.IN_MOVE_SELF;

  /** A write to one of these changes files of the groups below, of which nobody tells. */
  private static final Set<String> HANDED_DOWN =
      Set.of("cgroup.subtree_control", "freezer.state", "devices.allow", "devices.deny");

  private static final int PATH_BYTES = 4096;
  private static final int BUFFER_BYTES = 1 << 16;

  /** {@code struct inotify_event}: wd, mask, cookie, len, then len bytes of name and NULs. */
  private static final int HEADER_BYTES = 16;

  private final BiFunction<Hierarchy, String, String> directories;
  private final int most;
  private final int inotify;
  private final Pointer text = Libc.memory(PATH_BYTES);
  private final Pointer buffer = Libc.memory(BUFFER_BYTES);

  /** Cgroup path to hierarchy id to watch: a path has a directory in each hierarchy. */
  private final Map<String, Map<String, Integer>> watches = new HashMap<>();

  private final Map<Integer, String> paths = new HashMap<>();

  /**
   * @param directories where a cgroup path of a hierarchy is
   * @param most how many it may watch: all processes of a user share what he may have
   */
  InotifyWatch(BiFunction<Hierarchy, String, String> directories, int most) throws KernelException {
    this.directories = directories;
    this.most = most;
    inotify = C.inotify_init1(Inotifies.IN_NONBLOCK | Inotifies.IN_CLOEXEC);
    if (inotify < 0) {
      throw new KernelException("create", "inotify", Errno.symbol(Libc.errno()), "");
    }
  }

  @Override
  public Outcome add(Hierarchy hierarchy, String path) {
    byte[] directory = directories.apply(hierarchy, path).getBytes(StandardCharsets.UTF_8);
    if (directory.length >= PATH_BYTES || paths.size() >= most) {
      return Outcome.REFUSED;
    }
    text.put(0, directory, 0, directory.length);
    text.putByte(directory.length, (byte) 0);
    int watch = C.inotify_add_watch(inotify, text, MASK);
    Outcome outcome = watch >= 0 ? Outcome.WATCHED : failed();
    Map<String, Integer> here = watches.computeIfAbsent(path, p -> new HashMap<>());
    Integer before = watch >= 0 ? here.put(hierarchy.id(), watch) : here.remove(hierarchy.id());
    if (before != null && before != watch) {
      remove(path, before);
    }
    if (watch >= 0) {
      paths.put(watch, path);
    }
    return outcome;
  }

  private static Outcome failed() {
    return Libc.errno() == Errno.ENOENT.number() ? Outcome.ABSENT : Outcome.REFUSED;
  }

  @Override
  public void drop(String path) {
    Map<String, Integer> here = watches.remove(path);
    if (here != null) {
      here.values().forEach(watch -> remove(path, watch));
    }
  }

  /** A group that was renamed takes its watch with it to the other path. */
  private void remove(String path, int watch) {
    if (paths.remove(watch, path)) {
      C.inotify_rm_watch(inotify, watch);
    }
  }

  @Override
  public void close() {
    Epolls.Holder.C.close(inotify);
  }

  @Override
  public News news() {
    Set<String> groups = new HashSet<>();
    Set<String> trees = new HashSet<>();
    boolean all = false;
    long length;
    while ((length = Epolls.Holder.C.read(inotify, buffer, BUFFER_BYTES)) > 0) {
      for (int at = 0; at < length; at += HEADER_BYTES + buffer.getInt(at + 12L)) {
        all |= !tell(at, groups, trees);
      }
    }
    all |= length < 0 && Libc.errno() != Errno.EAGAIN.number();
    return new News(all, groups, trees);
  }

  /**
   * Understands one event.
   *
   * @return false when it says that others were lost
   */
  private boolean tell(int at, Set<String> groups, Set<String> trees) {
    int mask = buffer.getInt(at + 4L);
    if ((mask & (Inotifies.IN_Q_OVERFLOW | Inotifies.IN_UNMOUNT)) != 0) {
      return false;
    }
    String path = paths.get(buffer.getInt(at));
    if (path == null || (mask & Inotifies.IN_IGNORED) != 0) {
      return true; // of a watch that we took back
    }
    boolean moved = (mask & COMES_OR_GOES) != 0;
    String name = name(at);
    if (name == null || (mask & Inotifies.IN_ISDIR) == 0) {
      (moved || HANDED_DOWN.contains(String.valueOf(name)) ? trees : groups).add(path);
      return true;
    }
    if (moved) {
      groups.add(path);
    }
    (moved ? trees : groups).add(CgroupPaths.child(path, name));
    return true;
  }

  /** What in the directory an event is about; null when it is about the directory itself. */
  private @Nullable String name(int at) {
    int length = buffer.getInt(at + 12L);
    return length == 0
        ? null
        : buffer.getString(at + (long) HEADER_BYTES, length, StandardCharsets.UTF_8);
  }
}
