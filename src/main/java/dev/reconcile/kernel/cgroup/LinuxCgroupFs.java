package dev.reconcile.kernel.cgroup;

import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.Capabilities;
import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.NoV1;
import dev.reconcile.live.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** cgroupfs of a running or of a captured host. */
public final class LinuxCgroupFs implements CgroupFs {
  private final HostRoot root;
  private final @Nullable LookRequest helper;
  private final RefusalHint hints = new RefusalHint(this);
  private @Nullable MarkStore marks;

  /** Without a helper: every file is read by ourselves. */
  public LinuxCgroupFs(HostRoot root) {
    this(root, null);
  }

  /**
   * @param helper looks at many directories at once, on this host
   */
  public LinuxCgroupFs(HostRoot root, @Nullable LookRequest helper) {
    this.root = root;
    this.helper = helper;
  }

  @Override
  public CgroupHost host() throws KernelException {
    return new HierarchyTable(root).read();
  }

  @Override
  public void expect(int directories) {
    if (helper != null && helper.isWorth(directories)) {
      helper.prepare();
    }
  }

  @Override
  public HostParts parts(Map<HostPart, SortedSet<String>> asked) {
    return new PartsTable(root, this).read(asked);
  }

  @Override
  public Reading<List<Controller>> controllers() {
    return SmallFile.read(root.at("/proc/cgroups"), Controller::table);
  }

  @Override
  public Reading<NoV1> noV1() {
    return SmallFile.read(root.at("/proc/cmdline"), NoV1::of);
  }

  @Override
  public Reading<List<String>> features() {
    return SmallFile.read(root.at("/sys/kernel/cgroup/features"), text -> text.lines().toList());
  }

  @Override
  public boolean exists(Hierarchy hierarchy, String path) {
    return Files.isDirectory(Path.of(directory(hierarchy, path)), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean make(Hierarchy hierarchy, String path) throws KernelException {
    String directory = directory(hierarchy, path);
    try {
      Files.createDirectory(Path.of(directory));
      return true;
    } catch (IOException e) {
      Errno errno = Errno.of(e);
      if (errno == Errno.EEXIST) {
        return false;
      }
      throw new KernelException(
          "make cgroup", directory, Errno.symbol(e), RefusalHint.forMake(errno));
    }
  }

  @Override
  public void remove(Hierarchy hierarchy, String path) throws KernelException {
    String directory = directory(hierarchy, path);
    try {
      Files.deleteIfExists(Path.of(directory));
    } catch (IOException e) {
      String hint =
          Errno.of(e) == Errno.EBUSY
              ? hints.forRemove(hierarchy, path, children(hierarchy, path))
              : "";
      throw new KernelException("remove cgroup", directory, Errno.symbol(e), hint);
    }
  }

  @Override
  public Reading<String> read(Hierarchy hierarchy, String path, String file) {
    if (file.equals(DeviceRules.FILE)) {
      return DeviceFilter.read(directory(hierarchy, path));
    }
    return SmallFile.read(
        directory(hierarchy, path) + "/" + file, LinuxCgroupFs::withoutLastNewline);
  }

  static String withoutLastNewline(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void write(Hierarchy hierarchy, String path, String file, String value)
      throws KernelException {
    // A lone newline clears a cpuset's list, and sets most other files to 0.
    if (value.isEmpty() || (value.isBlank() && !file.startsWith("cpuset."))) {
      throw new IllegalArgumentException(
          "empty value for " + file + ": the kernel would take it for 0");
    }
    if (file.equals(DeviceRules.FILE)) {
      DeviceFilter.write(directory(hierarchy, path), value);
      return;
    }
    if (file.equals(DeviceChange.FILE)) {
      for (DeviceChange change : DeviceChange.parse(value)) {
        rule(hierarchy, path, change);
      }
      return;
    }
    writeOnce(hierarchy, path, file, value);
  }

  private void rule(Hierarchy hierarchy, String path, DeviceChange change) throws KernelException {
    try {
      writeOnce(hierarchy, path, change.file(), change.rule());
    } catch (KernelException refused) {
      List<String> letters = change.letterByLetter();
      if (!refused.errno().equals("EPERM") || letters.size() == 1) {
        throw refused;
      }
      // One rule of the parent's has to cover it; what two of them cover, comes in two.
      for (String rule : letters) {
        writeOnce(hierarchy, path, change.file(), rule);
      }
    }
  }

  private void writeOnce(Hierarchy hierarchy, String path, String file, String value)
      throws KernelException {
    Path target = Path.of(directory(hierarchy, path), file);
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
    // WRITE alone: with CREATE a missing control file would be refused as EACCES instead of ENOENT.
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.write(bytes);
    } catch (IOException e) {
      String hint = hints.forWrite(hierarchy, path, file, Errno.of(e));
      throw new KernelException(
          "write '" + value + "' to", target.toString(), Errno.symbol(e), hint);
    }
  }

  @Override
  public List<String> children(Hierarchy hierarchy, String path) throws KernelException {
    File directory = new File(directory(hierarchy, path));
    if (hasNoSubdirectory(directory.toPath())) {
      return List.of();
    }
    String[] names = directory.list();
    if (names == null) {
      if (!directory.exists()) {
        return List.of();
      }
      throw new KernelException("list", directory.toString(), "", "run as root");
    }
    List<String> children = new ArrayList<>();
    for (String name : names) {
      if (Files.isDirectory(directory.toPath().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        children.add(name);
      }
    }
    Collections.sort(children);
    return children;
  }

  // A directory's link count on kernfs is 2 and its subdirectories: most groups are leaves, and one
  // stat(2) tells.
  private static boolean hasNoSubdirectory(Path directory) throws KernelException {
    try {
      return Files.getAttribute(directory, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
              instanceof Integer links
          && links == 2;
    } catch (IOException e) {
      if (Errno.of(e) == Errno.ENOENT) {
        return true;
      }
      throw new KernelException("look at", directory.toString(), Errno.symbol(e), "run as root");
    }
  }

  @Override
  public Reading<List<Integer>> processes(Hierarchy hierarchy, String path) {
    return SmallFile.read(directory(hierarchy, path) + "/cgroup.procs", LinuxCgroupFs::pids);
  }

  // One PID a line, not ordered, and one that moves while we read may be there twice. 0 is a
  // process of a PID namespace
  // that we do not see into.
  static List<Integer> pids(String lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    TreeSet<Integer> pids = new TreeSet<>();
    lines.lines().forEach(line -> pids.add(Integer.valueOf(line)));
    return List.copyOf(pids);
  }

  @Override
  public void kill(Hierarchy hierarchy, String path) throws KernelException {
    if (hierarchy.version() == 2) {
      write(hierarchy, path, "cgroup.kill", "1");
      return;
    }
    List<Integer> pids = processes(hierarchy, path).orNull();
    if (pids != null) {
      pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  @Override
  public Reading<SortedMap<String, String>> marks(Hierarchy hierarchy, String path) {
    return marks().read(directory(hierarchy, path));
  }

  @Override
  public void setMark(Hierarchy hierarchy, String path, String name, String value)
      throws KernelException {
    marks().set(directory(hierarchy, path), name, value);
  }

  @Override
  public @Nullable GroupWatch watch() throws KernelException {
    return root.equals(HostRoot.LIVE) ? new InotifyWatch(this::directory, mostWatches()) : null;
  }

  /** Half of what this user's processes may have together, inotify(7); none if that is unknown. */
  private int mostWatches() {
    Integer all =
        SmallFile.read(
                root.at("/proc/sys/fs/inotify/max_user_watches"),
                text -> Integer.valueOf(text.strip()))
            .orNull();
    return all == null ? 0 : all / 2;
  }

  @Override
  public @Nullable KeptFile keep(Hierarchy hierarchy, String path, String file) {
    return file.equals(DeviceRules.FILE)
        ? null
        : KeptFile.open(Path.of(directory(hierarchy, path), file));
  }

  private synchronized MarkStore marks() {
    if (marks == null) {
      marks = new MarkStore(seesTrustedAttributes());
    }
    return marks;
  }

  private boolean seesTrustedAttributes() {
    try {
      boolean admin =
          !Capabilities.missing(SmallFile.text(root.proc(0, "status"))).contains("SYS_ADMIN");
      // user_namespaces(7): "0 0 4294967295" is the first namespace's map, INSIDE OUTSIDE LENGTH.
      String[] map = SmallFile.text(root.proc(0, "uid_map")).strip().split(" +", -1);
      return admin && map[0].equals("0") && map[1].equals("0") && map[2].equals("4294967295");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<@Nullable Directory> look(List<Wanted> wanted, int inAll) throws KernelException {
    return helper != null && helper.isWorth(inAll) && marks().areVisible()
        ? new BulkLook(this, helper).read(wanted)
        : CgroupFs.super.look(wanted, inAll);
  }

  String directory(Wanted wanted) {
    return directory(wanted.hierarchy(), wanted.path());
  }

  private String directory(Hierarchy hierarchy, String path) {
    return root.at(hierarchy.mountPoint()) + (path.equals("/") ? "" : path);
  }
}
