package dev.reconcile.execute;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree that is not changed: changes become a straight line of instructions for the helper, and
 * whoever looks sees the tree as it will be.
 */
final class FileLine implements FileTree {
  /** A frame has a bound; nobody gains from sending more than this in one. */
  private static final int MOST_BYTES = 1 << 18;

  private final FileTree files;
  private final List<List<String>> line = new ArrayList<>();
  private final Set<Path> made = new HashSet<>();
  private final Set<Path> emptied = new HashSet<>();
  private int bytes;
  private boolean fits = true;

  FileLine(FileTree files) {
    this.files = files;
  }

  /** All of it, then the container program; null when it cannot be said in instructions. */
  @Nullable List<List<String>> withProgram(Path path, List<List<String>> program) {
    line.add(List.of("program", path.toString()));
    line.addAll(program);
    return fits ? line : null;
  }

  @Override
  public void makeDirectories(Path path, int mode, int uid, int gid) {
    if (made.add(path)) {
      line.add(List.of("dir", path.toString(), octal(mode), decimal(uid), decimal(gid)));
    }
  }

  @Override
  public void writeInPlace(Path path, byte[] content, int mode, int uid, int gid) {
    String text = new String(content, StandardCharsets.UTF_8);
    bytes += content.length;
    // Instructions are text, and NUL ends it.
    fits &= bytes < MOST_BYTES && text.indexOf('\0') < 0 && text.indexOf('\uFFFD') < 0;
    made.add(path);
    line.add(List.of("file", path.toString(), octal(mode), decimal(uid), decimal(gid), text));
  }

  @Override
  public void whiteout(Path path) {
    made.add(path);
    line.add(List.of("whiteout", path.toString()));
  }

  @Override
  public void removeTree(Path path) {
    if (exists(path)) {
      emptied.add(path);
      line.add(List.of("remove", path.toString()));
    }
  }

  @Override
  public boolean exists(Path path) {
    if (made.contains(path)) {
      return true;
    }
    for (Path above = path; above != null; above = above.getParent()) {
      if (emptied.contains(above)) {
        return false;
      }
    }
    return files.exists(path);
  }

  private static String octal(int mode) {
    return Integer.toOctalString(mode);
  }

  private static String decimal(int number) {
    return Integer.toString(number);
  }

  @Override
  public void replaceDurably(Path path, byte[] content, int mode) {
    throw new UnsupportedOperationException("nothing durable is sent ahead: " + path);
  }

  @Override
  public void setXattr(Path path, String name, byte[] value) {
    throw new UnsupportedOperationException("no attribute is sent ahead: " + path);
  }

  @Override
  public Reading<byte[]> read(Path path) {
    return files.read(path);
  }

  @Override
  public Reading<byte[]> readFollowing(Path path) {
    return files.readFollowing(path);
  }

  @Override
  public List<String> list(Path path) throws java.io.IOException {
    return files.list(path);
  }

  @Override
  public Reading<Stat> stat(Path path) {
    return files.stat(path);
  }
}
