package dev.reconcile.execute;

import dev.reconcile.kernel.files.FileTree;
import java.io.IOException;
import java.nio.file.Path;

/** Directories that all containers share: the first one makes them, with the last one they go. */
public final class SharedDirectories {
  private SharedDirectories() {}

  /** {@code <state>/containers}: each container's own directory is in it. */
  static Path containers(Path stateDir) {
    return stateDir.resolve("containers");
  }

  /** {@code <run>/scratch}: what containers mount their scratch tmpfs on. */
  static Path scratch(Path runDir) {
    return runDir.resolve("scratch");
  }

  /** Removes them when nobody's directory is left, also when a crash made them for nobody. */
  public static void removeEmptied(FileTree files, Path stateDir, Path runDir) throws IOException {
    if (files.list(containers(stateDir)).isEmpty()) {
      files.removeTree(containers(stateDir));
      files.removeTree(scratch(runDir));
    }
  }
}
