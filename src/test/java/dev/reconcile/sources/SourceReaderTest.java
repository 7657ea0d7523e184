package dev.reconcile.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(directory.resolve("m/sub"));
    for (String name :
        List.of("m/b.yml", "m/a.yaml", "m/c.json", "m/d.txt", "m/.#a.yaml", "m/sub/e.yaml")) {
      Files.writeString(directory.resolve(name), name);
    }
  }

  @Test
  void aDirectoryIsReadSortedAndWithoutItsSubdirectories() throws IOException {
    assertEquals(List.of("m/a.yaml", "m/b.yml", "m/c.json"), names(read(false, "m")));
  }

  @Test
  void recursionReadsSubdirectoriesToo() throws IOException {
    assertEquals(
        List.of("m/a.yaml", "m/b.yml", "m/c.json", "m/sub/e.yaml"), names(read(true, "m/")));
  }

  @Test
  void aFileNamedOnItsOwnIsReadWhateverItsName() throws IOException {
    SourceFile file = read(false, "m/d.txt").files().getFirst();
    assertEquals("m/d.txt", file.name());
    assertEquals(directory.resolve("m"), file.directory());
  }

  @Test
  void standardInputIsRelativeToTheWorkingDirectory() throws IOException {
    SourceFile file = read(false, "-").files().getFirst();
    assertEquals("<stdin>", file.name());
    assertEquals(directory, file.directory());
    assertEquals("in", new String(file.content(), StandardCharsets.UTF_8));
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    InputException e =
        assertThrows(InputException.class, () -> read(false, "gone.yaml", "-", "-", "m/gone/x"));
    assertEquals(
        List.of(
            "gone.yaml: read: no such file or directory; check the path",
            "-: standard input can be read once; give it once",
            "m/gone/x: read: no such file or directory; check the path"),
        e.problems());
  }

  @Test
  void theRevisionFollowsTheContent() throws IOException {
    String before = read(false, "m").revision();
    assertEquals(before, read(false, "m").revision());
    Files.writeString(directory.resolve("m/a.yaml"), "other");
    assertNotEquals(before, read(false, "m").revision());
  }

  @Test
  void aHugeFileIsNotReadWhole() throws IOException {
    Files.write(directory.resolve("big.yaml"), new byte[10 << 20]);
    assertTrue(read(false, "big.yaml").files().getFirst().content().length < 4 << 20);
  }

  private Snapshot read(boolean recursive, String... paths) throws IOException {
    byte[] in = "in".getBytes(StandardCharsets.UTF_8);
    return SourceReader.read(List.of(paths), recursive, directory, new ByteArrayInputStream(in));
  }

  private static List<String> names(Snapshot snapshot) {
    return snapshot.files().stream().map(SourceFile::name).toList();
  }
}
