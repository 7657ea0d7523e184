package dev.reconcile.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and odd archives; nothing outside the target directory may ever change. */
class TarExtractorTest {
  @TempDir Path directory;
  private Path root = Path.of("/nowhere");
  private Path outside = Path.of("/nowhere");
  private final Recorder privileged = new Recorder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  /** Whiteouts as plain marker files, attributes as a list: both need privileges on a real host. */
  private static final class Recorder implements Privileged {
    final List<String> calls = new ArrayList<>();

    @Override
    public void whiteout(Path path) throws IOException {
      calls.add("whiteout " + path.getFileName());
      Files.createFile(path);
    }

    @Override
    public void setXattr(Path path, String name, byte[] value) {
      calls.add(name + "=" + new String(value, StandardCharsets.UTF_8) + " " + path.getFileName());
    }
  }

  @BeforeEach
  void directories() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "requires root: layers keep owners");
    root = Files.createDirectory(directory.resolve("root"));
    outside = Files.createDirectory(directory.resolve("outside"));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  private void file(String name, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    entry.setSize(data.length);
    entry.setMode(04755);
    entry.setUserId(7);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
  }

  private void link(String name, String target, byte type) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void node(String name, byte type) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(name, type));
    tar.closeArchiveEntry();
  }

  private void extract() throws IOException {
    tar.close();
    new TarExtractor(root, privileged).extract(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  void keepsContentOwnerAndSetUserIdBit() throws IOException {
    file("bin/tool", "x");
    extract();
    Path tool = root.resolve("bin/tool");
    assertEquals("x", Files.readString(tool));
    assertEquals(7, Files.getAttribute(tool, "unix:uid"));
    assertEquals(04755, (int) Files.getAttribute(tool, "unix:mode") & 07777);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a/.."})
  void refusesNamesThatLeave(String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
    assertThrows(LayerException.class, this::extract);
    assertFalse(Files.exists(directory.resolve("evil")));
  }

  @Test
  void anAbsoluteLinkStaysInside() throws IOException {
    link("escape", outside.toString(), TarConstants.LF_SYMLINK);
    file("escape/evil", "x");
    extract();
    assertEquals(0, outside.toFile().list().length);
    assertTrue(Files.exists(root.resolve(outside.toString().substring(1)).resolve("evil")));
  }

  @Test
  void aLinkOfDotsStaysInside() throws IOException {
    link("escape", "../../../../outside", TarConstants.LF_SYMLINK);
    file("escape/evil", "x");
    extract();
    assertEquals(0, outside.toFile().list().length);
  }

  @Test
  void refusesLoopsOfLinks() throws IOException {
    link("a", "b", TarConstants.LF_SYMLINK);
    link("b", "a", TarConstants.LF_SYMLINK);
    file("a/x", "x");
    assertThrows(LayerException.class, this::extract);
  }

  @Test
  void aFileOverALinkReplacesTheLink() throws IOException {
    Path victim = Files.writeString(outside.resolve("victim"), "safe");
    link("passwd", victim.toString(), TarConstants.LF_SYMLINK);
    file("passwd", "new");
    extract();
    assertEquals("safe", Files.readString(victim));
    assertEquals("new", Files.readString(root.resolve("passwd")));
  }

  @Test
  void refusesHardLinksToTheOutside() throws IOException {
    Files.writeString(outside.resolve("victim"), "safe");
    link("alias", "../outside/victim", TarConstants.LF_LINK);
    assertThrows(LayerException.class, this::extract);
  }

  @Test
  void hardLinksInsideShareTheFile() throws IOException {
    file("one", "x");
    link("two", "one", TarConstants.LF_LINK);
    extract();
    assertEquals(
        Files.getAttribute(root.resolve("one"), "unix:ino"),
        Files.getAttribute(root.resolve("two"), "unix:ino"));
  }

  @Test
  void whiteoutsAndOpaqueDirectories() throws IOException {
    file("etc/.wh.gone", "");
    file("var/.wh..wh..opq", "");
    extract();
    assertEquals(List.of("whiteout gone", "trusted.overlay.opaque=y var"), privileged.calls);
    assertFalse(Files.exists(root.resolve("etc/.wh.gone"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aWhiteoutDoesNotHideWhatItsOwnLayerHas() throws IOException {
    file("etc/kept", "x");
    file("etc/.wh.kept", "");
    extract();
    assertEquals("x", Files.readString(root.resolve("etc/kept")));
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh...", "a/.wh..."})
  void refusesWhiteoutsOfNothing(String name) throws IOException {
    file(name, "");
    assertThrows(LayerException.class, this::extract);
  }

  @Test
  void refusesDevicesOutsideDev() throws IOException {
    node("root/disk", TarConstants.LF_BLK);
    assertThrows(LayerException.class, this::extract);
  }

  @Test
  void leavesDevicesInDevOut() throws IOException {
    node("dev/null", TarConstants.LF_CHR);
    extract();
    assertFalse(Files.exists(root.resolve("dev/null")));
  }

  @Test
  void refusesAFileAsADirectory() throws IOException {
    file("a", "x");
    file("a/b", "x");
    assertThrows(LayerException.class, this::extract);
  }

  @Test
  void whatIsNotATarIsRefused() {
    assertThrows(
        IOException.class,
        () ->
            new TarExtractor(root, privileged)
                .extract(
                    new ByteArrayInputStream(
                        "hello ".repeat(1000).getBytes(StandardCharsets.UTF_8))));
  }
}
