package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated file system: a map. Each system call behind a method is a change of its own. */
final class FakeFiles implements FileTree {
  private static final Stat DIRECTORY = new Stat(Type.DIRECTORY, 0755, 0, 0, "");

  final SortedMap<Path, Node> nodes = new TreeMap<>();
  private final Faults faults;

  /**
   * One inode.
   *
   * @param content of a file, else empty
   */
  record Node(Stat stat, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  FakeFiles(Faults faults) {
    this.faults = faults;
    nodes.put(Path.of("/"), new Node(DIRECTORY, new byte[0]));
  }

  /** Puts a directory and its parents there, as somebody else did. */
  void seedDirectory(String path) {
    for (Path p = Path.of(path); p != null; p = p.getParent()) {
      nodes.putIfAbsent(p, new Node(DIRECTORY, new byte[0]));
    }
  }

  /** Puts a file there, as somebody else did. */
  void seedFile(Path path, byte[] content, int mode) {
    nodes.put(path, new Node(new Stat(Type.FILE, mode, 0, 0, ""), content));
  }

  /** Removes a tree, as somebody else would. */
  void drop(Path path) {
    nodes.keySet().removeIf(p -> p.startsWith(path));
  }

  boolean isDirectory(Path path) {
    Node node = nodes.get(path);
    return node != null && node.stat.type() == Type.DIRECTORY;
  }

  private void requireParent(Path path, String operation) throws KernelException {
    Path parent = path.getParent();
    if (parent != null && !isDirectory(parent)) {
      throw new KernelException(operation, path.toString(), Errno.ENOENT.name(), "");
    }
  }

  @Override
  public void makeDirectories(Path path, int mode, int uid, int gid) throws KernelException {
    if (isDirectory(path)) {
      return;
    }
    if (exists(path)) {
      throw new KernelException("make directory", path.toString(), Errno.EEXIST.name(), "");
    }
    Path parent = path.getParent();
    if (parent != null) {
      makeDirectories(parent, mode, uid, gid);
    }
    Stat stat = new Stat(Type.DIRECTORY, mode, uid, gid, "");
    faults.change("mkdir " + path, () -> nodes.put(path, new Node(stat, new byte[0])));
  }

  @Override
  public void writeInPlace(Path path, byte[] content, int mode, int uid, int gid)
      throws KernelException {
    requireParent(path, "write");
    byte[] torn = Arrays.copyOf(content, content.length / 2);
    Stat stat = new Stat(Type.FILE, mode, uid, gid, "");
    faults.change("open " + path, () -> nodes.put(path, new Node(stat, torn)));
    faults.change("write " + path, () -> nodes.put(path, new Node(stat, content.clone())));
  }

  @Override
  public void replaceDurably(Path path, byte[] content, int mode) throws KernelException {
    requireParent(path, "write");
    Path draft = path.resolveSibling("." + path.getFileName() + ".new");
    Node node = new Node(new Stat(Type.FILE, mode, 0, 0, ""), content.clone());
    faults.change("write " + draft, () -> nodes.put(draft, node));
    faults.change(
        "rename " + path,
        () -> {
          nodes.remove(draft);
          nodes.put(path, node);
        });
  }

  @Override
  public void whiteout(Path path) throws KernelException {
    requireParent(path, "make whiteout");
    Stat stat = new Stat(Type.OTHER, 0, 0, 0, "");
    if (!exists(path)) {
      faults.change("mknod " + path, () -> nodes.put(path, new Node(stat, new byte[0])));
    }
  }

  @Override
  public void setXattr(Path path, String name, byte[] value) throws KernelException {
    requireParent(path, "set " + name + " on");
    faults.change("setxattr " + name + " " + path, () -> {});
  }

  @Override
  public Reading<byte[]> read(Path path) {
    Node node = nodes.get(path);
    if (node == null) {
      return Reading.absent();
    }
    return node.stat.type() == Type.FILE
        ? Reading.of(node.content.clone())
        : new Reading.Unreadable<>(path.toString(), Errno.EISDIR.name());
  }

  @Override
  public Reading<byte[]> readFollowing(Path path) {
    return read(path);
  }

  @Override
  public List<String> list(Path path) {
    List<String> names = new ArrayList<>();
    for (Path p : nodes.keySet()) {
      if (path.equals(p.getParent())) {
        names.add(p.getFileName().toString());
      }
    }
    return names.stream().sorted().toList();
  }

  @Override
  public void removeTree(Path path) throws KernelException {
    for (String name : list(path)) {
      removeTree(path.resolve(name));
    }
    if (exists(path)) {
      faults.change("unlink " + path, () -> nodes.remove(path));
    }
  }

  @Override
  public boolean exists(Path path) {
    return nodes.containsKey(path);
  }

  @Override
  public Reading<Stat> stat(Path path) {
    Node node = nodes.get(path);
    return node == null ? Reading.absent() : Reading.of(node.stat);
  }
}
