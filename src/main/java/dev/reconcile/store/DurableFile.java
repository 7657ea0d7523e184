package dev.reconcile.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is either its old or its new self after a crash: written beside, fsynced,
 * renamed over, and the directory fsynced, so that the rename is durable too.
 */
public interface DurableFile {
  /** The whole content; null when there is no such file. */
  byte @Nullable [] read() throws IOException;

  /** Replaces the content. */
  void replace(byte[] content) throws IOException;

  /** The real file system; directories are made 0700, the file 0600. */
  static DurableFile at(Path path) {
    return new OnDisk(path);
  }

  /** See {@link #at}. */
  record OnDisk(Path path) implements DurableFile {
    @Override
    public byte @Nullable [] read() throws IOException {
      try {
        return Files.readAllBytes(path);
      } catch (NoSuchFileException absent) {
        return null;
      }
    }

    @Override
    public void replace(byte[] content) throws IOException {
      try {
        write(content);
      } catch (IOException e) {
        // ENOSPC comes from write(2) and fsync(2) without a path.
        throw new StoreException(
            "failed to write "
                + path
                + ": "
                + e.getMessage()
                + "; its old content still holds: make room for the new one and try again",
            e);
      }
    }

    private void write(byte[] content) throws IOException {
      Path directory = path.toAbsolutePath().getParent();
      if (directory == null) {
        throw new UncheckedIOException(new IOException("no directory above " + path));
      }
      privateDirectories(directory);
      Path beside = directory.resolve(path.getFileName() + ".new");
      try (FileChannel file =
          FileChannel.open(
              beside,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }

    static void privateDirectories(Path directory) throws IOException {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    }
  }
}
