package dev.reconcile.layers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Resolves names of archive entries below the directory that is being filled, as openat2(2) does
 * with RESOLVE_IN_ROOT: absolute links and {@code ..} stay inside. Nobody else writes to that
 * directory while it is being filled, so looking before acting is not a race.
 */
final class InRoot {
  /** As MAXSYMLINKS, path_resolution(7). */
  private static final int MAX_LINKS = 40;

  private final Path root;

  InRoot(Path root) {
    this.root = root;
  }

  /**
   * Where an entry goes: links in its directories followed inside the root, missing directories
   * made, the last component as it is.
   *
   * @throws LayerException for a name that is empty, absolute or has {@code ..}
   */
  Path place(String name) throws IOException {
    List<String> parts = parts(name);
    Path directory = root;
    if (parts.size() > 1) {
      directory = directory(parts.subList(0, parts.size() - 1), name);
    }
    return directory.resolve(parts.get(parts.size() - 1));
  }

  /** The components of a name; {@code .} and doubled slashes are nothing. */
  static List<String> parts(String name) throws LayerException {
    if (name.startsWith("/")) {
      throw new LayerException(
          "entry '" + name + "' has an absolute name; make the archive with relative names");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new LayerException("entry '" + name + "' leaves the archive by '..'");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private Path directory(List<String> parts, String name) throws IOException {
    Deque<String> rest = new ArrayDeque<>(parts);
    Path here = root;
    int links = 0;
    while (!rest.isEmpty()) {
      String part = rest.removeFirst();
      if (part.equals("..")) {
        here = above(here);
        continue;
      }
      Path next = here.resolve(part);
      if (Files.isSymbolicLink(next)) {
        if (++links > MAX_LINKS) {
          throw new LayerException("entry '" + name + "' goes through too many symbolic links");
        }
        Path target = Files.readSymbolicLink(next);
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          rest.addFirst(target.getName(i).toString());
        }
        here = target.isAbsolute() ? root : here;
      } else {
        makeDirectory(next, name);
        here = next;
      }
    }
    return here;
  }

  private Path above(Path path) {
    Path parent = path.getParent();
    return path.equals(root) || parent == null ? root : parent;
  }

  private static void makeDirectory(Path directory, String name) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new LayerException("entry '" + name + "' goes through a file");
    }
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:mode", 0755, LinkOption.NOFOLLOW_LINKS);
  }
}
