package dev.reconcile.sources;

import dev.reconcile.sources.SourceException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files of a commit as a directory that is there as a whole or not at all, and that no symbolic
 * link leaves. Submodules are left out.
 */
final class GitTree {
  private static final String FILE = "rw-r--r--";
  private static final String EXECUTABLE = "rwxr-xr-x";

  private final Repository repository;
  private final Path root;
  private final Map<Path, String> links = new LinkedHashMap<>();

  private GitTree(Repository repository, Path root) {
    this.repository = repository;
    this.root = root;
  }

  /**
   * Writes {@code home/tree-COMMIT} unless it is there.
   *
   * @throws SourceException when a symbolic link leads out of the checkout
   */
  static Path materialise(Repository repository, RevCommit commit, Path home) throws IOException {
    Path tree = home.resolve("tree-" + commit.name());
    if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      return tree;
    }
    Path partial = home.resolve("partial");
    Trees.remove(partial);
    Files.createDirectories(partial);
    try {
      new GitTree(repository, partial).write(commit);
      Files.move(partial, tree, StandardCopyOption.ATOMIC_MOVE);
      return tree;
    } finally {
      Trees.remove(partial);
    }
  }

  private void write(RevCommit commit) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        entry(walk);
      }
    }
    // Last: no file is ever written through a link.
    for (Map.Entry<Path, String> link : links.entrySet()) {
      Files.createSymbolicLink(link.getKey(), target(link.getKey()));
    }
    for (Path link : links.keySet()) {
      requireInside(link);
    }
  }

  private void entry(TreeWalk walk) throws IOException {
    Path file = path(walk.getPathString());
    FileMode mode = walk.getFileMode(0);
    ObjectId blob = walk.getObjectId(0);
    if (mode.equals(FileMode.GITLINK)) {
      return;
    }
    Files.createDirectories(file.getParent());
    if (mode.equals(FileMode.SYMLINK)) {
      links.put(file, new String(repository.open(blob).getBytes(), StandardCharsets.UTF_8));
    } else {
      write(file, blob, mode.equals(FileMode.EXECUTABLE_FILE) ? EXECUTABLE : FILE);
    }
  }

  private Path path(String name) throws SourceException {
    try {
      Path file = root.resolve(name).normalize();
      if (file.startsWith(root) && !file.equals(root)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Not a name in this host's encoding: refused below.
    }
    throw unsafe(name, "is not a file name within the checkout");
  }

  private void write(Path file, ObjectId blob, String permissions) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        OutputStream out = Channels.newOutputStream(channel)) {
      repository.open(blob).copyTo(out);
      channel.force(true);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /**
   * Refuses a link by its text, and by where the kernel would really go: {@code a/b/link/../..} is
   * inside as text and outside when {@code link} points upwards. A link to nothing is left out,
   * lest something appear there later.
   */
  private void requireInside(Path link) throws IOException {
    Path target = target(link);
    Path text = link.resolveSibling(target).normalize();
    if (target.isAbsolute() || !text.startsWith(root)) {
      throw unsafe(root.relativize(link).toString(), "points out of the checkout, to " + target);
    }
    Path real = real(link);
    if (real == null) {
      Files.delete(link);
    } else if (!real.startsWith(root.toRealPath())) {
      throw unsafe(root.relativize(link).toString(), "leads out of the checkout, to " + real);
    }
  }

  private Path target(Path link) throws SourceException {
    String text = links.getOrDefault(link, "");
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw unsafe(root.relativize(link).toString(), "points to what is not a file name");
    }
  }

  private static @Nullable Path real(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      return null; // ENOENT or ELOOP: it leads nowhere
    }
  }

  private static SourceException unsafe(String path, String why) {
    return new SourceException(
        Reason.UNSAFE, "refused " + path + " in the checkout: it " + why, null);
  }
}
