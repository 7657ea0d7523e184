package dev.reconcile.kernel.files;

import dev.reconcile.kernel.KernelException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Empties one directory by descriptor, unlinkat(2), so that a symbolic link put in its way is never
 * followed. A tree can be deeper than the stack or the descriptor table of whoever removes it: a
 * directory that is not empty is moved up to the top, where it waits for its turn, and no more than
 * two are ever open.
 */
final class TreeRemover {
  private final SecureDirectoryStream<Path> top;
  private final Deque<Path> waiting = new ArrayDeque<>();
  // Another name than whatever a run before us has left behind.
  private final String prefix = ".removing-" + System.nanoTime() + "-";
  private int moved;

  private TreeRemover(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
        throw new KernelException("open by descriptor", directory.toString(), "", "");
      }
      new TreeRemover(secure).run();
    }
  }

  private void run() throws IOException {
    for (Path name : names(top)) {
      if (!remove(top, name)) {
        waiting.addLast(name);
      }
    }
    while (!waiting.isEmpty()) {
      Path name = waiting.removeFirst();
      emptyChild(name);
      top.deleteDirectory(name);
    }
  }

  private void emptyChild(Path child) throws IOException {
    try (SecureDirectoryStream<Path> directory =
        top.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS)) {
      for (Path name : names(directory)) {
        if (!remove(directory, name)) {
          waiting.addLast(moveUp(directory, name));
        }
      }
    }
  }

  /** False for a directory that is not empty. */
  private static boolean remove(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    BasicFileAttributeView view =
        directory.getFileAttributeView(
            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().isDirectory()) {
      directory.deleteFile(name);
      return true;
    }
    try {
      directory.deleteDirectory(name);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private Path moveUp(SecureDirectoryStream<Path> directory, Path name) throws IOException {
    Path unique = Path.of(prefix + moved++);
    directory.move(name, top, unique);
    return unique;
  }

  private static List<Path> names(SecureDirectoryStream<Path> directory) {
    List<Path> names = new ArrayList<>();
    for (Path entry : directory) {
      names.add(entry.getFileName());
    }
    return names;
  }
}
