package dev.reconcile.cli;

import dev.reconcile.engine.HeadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs every command line of a file in one JVM, for the build's AOT cache: one run has to load the
 * classes of all verbs. Reads only; needs no root. Paths are relative to the working directory.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    HeadStart.run();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split(" ");
      checkFiles(words);
      int status = Main.run(Console.ofProcess(), words);
      // A host without a controller refuses: what was loaded until then is kept all the same.
      if (status > ExitCode.REFUSED) {
        System.err.println("training: '" + line + "': exit status " + status);
        System.exit(status);
      }
    }
  }

  /** A command that finds no manifest is refused, too, and would load next to nothing. */
  private static void checkFiles(String[] words) {
    for (int word = 1; word < words.length; word++) {
      if (words[word - 1].equals("-f") && Files.notExists(Path.of(words[word]))) {
        System.err.println(
            "training: '" + words[word] + "' is not below " + Path.of("").toAbsolutePath());
        System.exit(ExitCode.REFUSED);
      }
    }
  }
}
