package dev.reconcile.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares with a file in the source tree. {@code mvn test -Dgolden=update} writes the file
 * instead; the change is then reviewed as a diff.
 */
public final class Golden {
  private Golden() {}

  /** Fails when the file does not hold exactly this text. */
  public static void assertMatches(Path file, String actual) throws IOException {
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, actual);
    }
    String expected = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(expected, actual, () -> file + " differs; -Dgolden=update writes it anew");
  }
}
