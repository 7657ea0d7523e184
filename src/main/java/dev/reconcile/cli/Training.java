package dev.reconcile.cli;

import dev.reconcile.engine.HeadStart;
import dev.reconcile.kernel.LinuxKernel;
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
    HeadStart.run(true);
    LinuxKernel.bindForFew();
    HeadStart.runForContainers();
    load(Path.of(args[1]));
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

  /**
   * Classes that only a run which changes something comes to, one a line: each such run would else
   * read them from a jar and verify them. Another version of the runtime or of a library may lack
   * some of its own, and does without.
   */
  private static void load(Path names) throws IOException {
    for (String name : Files.readAllLines(names)) {
      if (name.startsWith("#")) {
        continue;
      }
      try {
        load(name);
        loadLambdas(name);
      } catch (ClassNotFoundException gone) {
        System.err.println("training: " + names + " names " + name + ", which is not there");
        if (name.startsWith("dev.reconcile.")) {
          System.exit(ExitCode.REFUSED);
        }
      }
    }
  }

  private static void load(String name) throws ClassNotFoundException {
    Class.forName(name, false, Training.class.getClassLoader());
  }

  /** What the build has made of the lambdas in a class: {@code Executor$$Lambda$0} and so on. */
  private static void loadLambdas(String name) {
    try {
      for (int number = 0; ; number++) {
        load(name + "$$Lambda$" + number);
      }
    } catch (ClassNotFoundException thatWasAll) {
      // The next number is never left out.
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
