package dev.reconcile.execute;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.files.FileTree.Stat;
import dev.reconcile.kernel.files.FileTree.Type;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The read-only layers of a container seen as one tree, so that a file put above them lands where
 * the container will see it. In an overlay the topmost directory decides about mode and owner, and
 * a directory above hides a symbolic link below; both would change what an image means.
 */
final class LowerTree {
  /** As MAXSYMLINKS, path_resolution(7). */
  private static final int MAX_LINKS = 40;

  private final FileTree files;
  private final List<Path> layersTopDown;
  private final Map<Path, Optional<Stat>> seen = new HashMap<>();

  LowerTree(FileTree files, List<Path> layersTopDown) {
    this.files = files;
    this.layersTopDown = layersTopDown;
  }

  /**
   * Follows symbolic links in the directories of a container path, as the container would; the last
   * component is not followed.
   *
   * @param path absolute, in the container
   * @return the path without links, relative to the root
   */
  Path resolveParent(String path) throws IOException {
    Path wanted = Path.of(path).normalize();
    Path parent = wanted.getParent();
    Path resolved = parent == null ? Path.of("") : resolve(parent, path);
    return resolved.resolve(wanted.getFileName());
  }

  private Path resolve(Path directory, String asked) throws IOException {
    Deque<String> rest = new ArrayDeque<>();
    directory.forEach(name -> rest.add(name.toString()));
    Path here = Path.of("");
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        here = here.getParent() == null ? Path.of("") : here.getParent();
        continue;
      }
      Path next = here.resolve(name);
      Stat stat = stat(next);
      if (stat == null || stat.type() != Type.LINK) {
        here = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        throw new IOException(
            "failed to resolve " + asked + " in the layers: too many symbolic links");
      }
      Path target = Path.of(stat.link());
      List<String> names = new java.util.ArrayList<>();
      target.forEach(part -> names.add(part.toString()));
      for (int i = names.size() - 1; i >= 0; i--) {
        rest.addFirst(names.get(i));
      }
      here = target.isAbsolute() ? Path.of("") : here;
    }
    return here;
  }

  /** What the topmost layer that has something there says; null when none has. */
  @Nullable Stat stat(Path relative) throws IOException {
    Optional<Stat> known = seen.get(relative);
    if (known == null) {
      known = Optional.ofNullable(look(relative));
      seen.put(relative, known);
    }
    return known.orElse(null);
  }

  private @Nullable Stat look(Path relative) throws IOException {
    for (Path layer : layersTopDown) {
      switch (files.stat(layer.resolve(relative))) {
        case Reading.Present<Stat>(Stat stat) -> {
          return stat;
        }
        case Reading.Recorded<Stat>(Stat stat) -> {
          return stat;
        }
        case Reading.Absent<Stat> ignored -> {}
        case Reading.Unreadable<Stat>(String what, String why) ->
            throw new IOException("failed to look at " + what + ": " + why);
      }
    }
    return null;
  }
}
