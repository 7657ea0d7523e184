package dev.reconcile.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Exceptions as one line for people. */
final class Errors {
  private Errors() {}

  /** Operation, path, cause; never empty, never with a line break. */
  static String line(Exception e) {
    String message = e.getMessage();
    String text =
        switch (e) {
          // Their message is the path alone.
          case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
          case AccessDeniedException denied ->
              denied.getFile() + ": permission denied; run it with sudo";
          case FileSystemException other when other.getReason() == null ->
              other.getFile() + ": " + e.getClass().getSimpleName();
          case RuntimeException bug ->
              "internal error: "
                  + e.getClass().getSimpleName()
                  + ": "
                  + message
                  + "; run it again with -v and report it";
          default -> message == null ? e.getClass().getSimpleName() : message;
        };
    return text.replace('\n', ' ');
  }
}
