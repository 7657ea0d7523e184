package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: a located message or an object, in bounded time and memory. */
class HostileInputTest {
  @ParameterizedTest
  @MethodSource
  void everyTruncationIsReadOrRefused(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      ParseResult result = Manifests.read(Arrays.copyOf(whole, length));
      result.errors().forEach(HostileInputTest::assertLocated);
    }
  }

  static Stream<Path> everyTruncationIsReadOrRefused() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("schemas/test/good"))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      bomb.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n"
              .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
    }
    assertRefused(bomb.toString(), "aliases");
  }

  @Test
  void manyAliasesOfALongTextAreRefused() {
    String yaml = "a: &a " + "x".repeat(100_000) + "\nb: [" + "*a, ".repeat(100) + "]\n";
    assertRefused(yaml, "Mi characters");
  }

  @Test
  void nestingIsBounded() {
    assertRefused("[".repeat(100_000), "Nesting Depth");
    assertRefused("{a: ".repeat(3000), "Nesting Depth");
    assertRefused("- ".repeat(3000) + "a", "Nesting Depth");
  }

  @Test
  void tenMegabytesAreRefused() {
    assertRefused("a: " + "x".repeat(10 << 20), "larger than 3 MiB");
  }

  @Test
  void whatIsNoUtf8IsRefusedWhereItStands() {
    byte[] bytes = "a: b\nc: \u00e9".getBytes(StandardCharsets.ISO_8859_1);
    Diagnostic error = Manifests.read(bytes).errors().getFirst();
    assertEquals("test.yaml:2:4: not UTF-8; save the file as UTF-8", error.toString());
  }

  @Test
  void aByteOrderMarkIsNoContent() {
    String yaml = "\uFEFF" + Manifests.container("cgroup: app");
    assertTrue(Manifests.read(yaml).errors().isEmpty());
  }

  @Test
  void controlCharactersAreRefusedWhereTheyStand() {
    Diagnostic error = Manifests.read("a: 1\n---\nb: \u001b[31m\n").errors().getLast();
    assertEquals(3, error.line());
    assertEquals(4, error.column());
    assertTrue(error.message().contains("U+001B"), error.message());
    assertFalse(error.toString().contains("\u001b"));
  }

  @Test
  void aLongChainOfReferencesNeedsNoStack() {
    StringBuilder chain = new StringBuilder(Manifests.cgroup("c0", "{}"));
    for (int i = 1; i < 20_000; i++) {
      chain.append(Manifests.cgroup("c" + i, "{parent: c" + (i - 1) + "}"));
    }
    ParseResult result = Manifests.read(chain.toString());
    assertEquals(20_000, result.desired().resources().size());
    assertTrue(result.errors().isEmpty());
  }

  private static void assertRefused(String yaml, String part) {
    ParseResult result = Manifests.read(yaml);
    assertFalse(result.errors().isEmpty());
    result.errors().forEach(HostileInputTest::assertLocated);
    assertTrue(
        result.errors().stream().anyMatch(e -> e.message().contains(part)),
        result.errors().toString());
  }

  private static void assertLocated(Diagnostic error) {
    assertTrue(error.line() > 0 && error.column() > 0, error.toString());
    assertFalse(error.message().isBlank());
    assertTrue(error.toString().length() < 2000, "a message of " + error.toString().length());
    assertFalse(error.toString().contains("\n"), error.toString());
  }
}
