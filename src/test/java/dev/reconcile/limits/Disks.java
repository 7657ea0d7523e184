package dev.reconcile.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Block devices of this machine. */
final class Disks {
  private Disks() {}

  /** The number of a whole one, MAJOR:MINOR; {@code 254:0} where there is none. */
  static String first() {
    try (Stream<Path> disks = Files.list(Path.of("/sys/block"))) {
      List<Path> sorted = disks.sorted(Comparator.reverseOrder()).toList();
      for (Path disk : sorted) {
        if (disk.getFileName().toString().matches("[vs]d[a-z]")) {
          return Files.readString(disk.resolve("dev")).strip();
        }
      }
      return "254:0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
