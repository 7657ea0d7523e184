package dev.reconcile.cli;

import dev.reconcile.engine.HeadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs every command line of a file in one JVM, for the build's AOT cache: one run has to load the
 * classes of all verbs. Reads only; needs no root.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    HeadStart.run();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      int status = Main.run(Console.ofProcess(), line.split(" "));
      // A host without a controller refuses: what was loaded until then is kept all the same.
      if (status > ExitCode.REFUSED) {
        System.err.println("training: '" + line + "': exit status " + status);
        System.exit(status);
      }
    }
  }
}
