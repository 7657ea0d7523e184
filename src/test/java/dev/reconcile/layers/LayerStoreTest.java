package dev.reconcile.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LayerStoreTest {
  @TempDir Path directory;

  private static final Privileged NONE =
      new Privileged() {
        @Override
        public void whiteout(Path path) throws IOException {
          throw new IOException("no whiteout expected at " + path);
        }

        @Override
        public void setXattr(Path path, String name, byte[] value) throws IOException {
          throw new IOException("no attribute expected at " + path);
        }
      };

  @BeforeEach
  void root() {
    assumeTrue("root".equals(System.getProperty("user.name")), "requires root: layers keep owners");
  }

  private Path archive(String compression) throws IOException {
    Path file = directory.resolve("app.tar." + compression);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream compressed = compress(compression, raw);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed)) {
      TarArchiveEntry entry = new TarArchiveEntry("hello", true);
      entry.setSize(2);
      tar.putArchiveEntry(entry);
      tar.write("hi".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return file;
  }

  private static OutputStream compress(String compression, OutputStream raw) throws IOException {
    return switch (compression) {
      case "gz" -> new GZIPOutputStream(raw);
      case "zst" -> new ZstdOutputStream(raw);
      case "xz" -> new XZOutputStream(raw, new LZMA2Options());
      case "bz2" -> new BZip2CompressorOutputStream(raw);
      default -> raw;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "gz", "zst", "xz", "bz2"})
  void extractsEveryCompressionOnce(String compression) throws IOException {
    LayerStore store = new LayerStore(directory.resolve("state"), NONE);
    Path archive = archive(compression);
    String digest = store.ensure(archive);
    Path hello = store.layer(digest).resolve("hello");
    assertEquals("hi", Files.readString(hello));
    Object inode = Files.getAttribute(hello, "unix:ino");
    assertEquals(digest, store.ensure(archive));
    assertEquals(inode, Files.getAttribute(hello, "unix:ino"), "not extracted again");
  }

  @Test
  void aChangedArchiveIsAnotherLayer() throws IOException {
    LayerStore store = new LayerStore(directory.resolve("state"), NONE);
    Path archive = archive("gz");
    String before = store.ensure(archive);
    Files.copy(archive("bz2"), archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertFalse(before.equals(store.ensure(archive)));
  }

  @Test
  void aBrokenArchiveLeavesNothing() throws IOException {
    LayerStore store = new LayerStore(directory.resolve("state"), NONE);
    Path whole = archive("gz");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThrows(LayerException.class, () -> store.ensure(whole));
    try (var left = Files.list(directory.resolve("state/layers/sha256"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void collectKeepsWhatIsUsedAndRemovesKilledExtractions() throws IOException {
    LayerStore store = new LayerStore(directory.resolve("state"), NONE);
    String used = store.ensure(archive("gz"));
    String unused = store.ensure(archive("xz"));
    Path killed = Files.createDirectory(directory.resolve("state/layers/sha256/.part-1"));
    store.collect(Set.of(used));
    assertTrue(Files.exists(store.layer(used)));
    assertFalse(Files.exists(store.layer(unused)));
    assertFalse(Files.exists(killed));
    store.collect(Set.of());
    assertFalse(Files.exists(directory.resolve("state/layers")));
  }
}
