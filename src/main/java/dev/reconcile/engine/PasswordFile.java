package dev.reconcile.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The users of a host, passwd(5). */
final class PasswordFile {
  private PasswordFile() {}

  /** The UID of a user as decimal text; null when the file does not have one. */
  static @Nullable String uid(Path file, String name) throws IOException {
    // hunk:x:1000:1000:Hunk:/home/hunk:/bin/bash
    // (1)    (3)
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split(":", -1);
      if (columns.length > 2 && columns[0].equals(name)) {
        return columns[2];
      }
    }
    return null;
  }
}
