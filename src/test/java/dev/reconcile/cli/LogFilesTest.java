package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFilesTest {
  @TempDir private Path directory = Path.of("");

  private static String line(String text) {
    return "2026-11-23T15:41:21.123456789Z stdout F " + text + "\n";
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(
        directory.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  @Test
  void rotatedFilesComeOldestFirst() throws IOException {
    append("log.2", line("one"));
    append("log.1", line("two"));
    append("log", line("three"));

    assertEquals(List.of("one", "two", "three"), texts(new LogFiles(directory).all()));
  }

  @Test
  void followingGoesOnWhereReadingEndedAlsoInTheMiddleOfALine() throws IOException {
    LogFiles files = new LogFiles(directory);
    append("log", line("one"));
    assertEquals(List.of("one"), texts(files.all()));
    append("log", line("two").substring(0, 20));
    assertEquals(List.of(), texts(files.more()));
    append("log", line("two").substring(20) + line("three"));

    assertEquals(List.of("two", "three"), texts(files.more()));
    assertEquals(List.of(), texts(files.more()));
  }

  @Test
  void followingGoesOnOverARotation() throws IOException {
    LogFiles files = new LogFiles(directory);
    append("log", line("one"));
    assertEquals(List.of("one"), texts(files.all()));
    append("log", line("two"));
    Files.move(directory.resolve("log"), directory.resolve("log.1"));
    append("log", line("three"));

    assertEquals(List.of("two", "three"), texts(files.more()));
    append("log", line("four"));
    assertEquals(List.of("four"), texts(files.more()));
  }

  @Test
  void withoutALogThereIsNothing() throws IOException {
    LogFiles files = new LogFiles(directory);

    assertEquals(List.of(), files.all());
    append("log", line("one"));
    assertEquals(List.of("one"), texts(files.more()));
  }

  @Test
  void tornLinesAreLeftOut() {
    assertNull(LogLine.parse("2026-11-23T15:41"));
    assertNull(LogLine.parse("yesterday stdout F text"));
    assertNull(LogLine.parse(""));
  }
}
