package dev.reconcile.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Directories {@code tree-REVISION} that are kept of sources: each there as a whole or not. */
public final class Trees {
  private Trees() {}

  /** Keeps copies of files under their own names, unless the tree is there. */
  public static void store(List<SourceFile> files, Path tree) throws IOException {
    if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path partial = tree.resolveSibling("partial");
    remove(partial);
    Files.createDirectories(partial);
    for (SourceFile file : files) {
      write(partial.resolve(Path.of(file.name()).getFileName()), file.content());
    }
    Files.move(partial, tree, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Removes every tree below {@code home} but this one. */
  public static void keepOnly(Path home, String tree) throws IOException {
    try (DirectoryStream<Path> trees = Files.newDirectoryStream(home, "tree-*")) {
      for (Path other : trees) {
        if (!other.endsWith(tree)) {
          remove(other);
        }
      }
    }
  }

  /** Removes a directory and what is in it, without following links; absent is fine. */
  static void remove(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
