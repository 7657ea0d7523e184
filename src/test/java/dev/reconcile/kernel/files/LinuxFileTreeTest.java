package dev.reconcile.kernel.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFileTreeTest {
  private final FileTree tree = new LinuxFileTree();

  @TempDir Path dir = Path.of("");

  @Test
  void writingInPlaceKeepsTheInodeAndCutsTheRest() throws IOException {
    Path file = dir.resolve("hosts");
    tree.writeInPlace(file, bytes("a long first version"), 0640, uid(), gid());
    Object inode = Files.getAttribute(file, "unix:ino");
    tree.writeInPlace(file, bytes("short"), 0604, uid(), gid());
    assertEquals("short", Files.readString(file));
    assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    assertEquals(0604, (int) Files.getAttribute(file, "unix:mode") & 07777);
  }

  @Test
  void writingInPlaceDoesNotFollowALink() throws IOException {
    Path victim = Files.writeString(dir.resolve("victim"), "untouched");
    Path link = Files.createSymbolicLink(dir.resolve("link"), victim);
    assertThrows(IOException.class, () -> tree.writeInPlace(link, bytes("x"), 0644, uid(), gid()));
    assertEquals("untouched", Files.readString(victim));
  }

  @Test
  void replacingLeavesNoDraft() throws IOException {
    Path file = dir.resolve("inventory.json");
    tree.replaceDurably(file, bytes("1"), 0600);
    tree.replaceDurably(file, bytes("2"), 0600);
    assertEquals("2", Files.readString(file));
    assertEquals(List.of("inventory.json"), tree.list(dir));
  }

  @Test
  void removingATreeDoesNotFollowLinks() throws IOException {
    Path kept = Files.createDirectories(dir.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path gone = Files.createDirectories(dir.resolve("gone/a/b"));
    Files.createSymbolicLink(gone.resolve("out"), kept);
    Files.createSymbolicLink(dir.resolve("gone/loop"), dir.resolve("gone"));
    tree.removeTree(dir.resolve("gone"));
    assertEquals(List.of("kept"), tree.list(dir));
    assertEquals(List.of("file"), tree.list(kept));
    tree.removeTree(dir.resolve("gone"));
  }

  @Test
  void removingALinkLeavesItsTarget() throws IOException {
    Path kept = Files.createDirectories(dir.resolve("kept"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), kept);
    tree.removeTree(link);
    assertTrue(tree.exists(kept));
    assertFalse(tree.exists(link));
  }

  @Test
  void aTreeMayBeDeeperThanTheStack() throws IOException {
    Path deep = dir.resolve("deep");
    Path here = Files.createDirectory(deep);
    for (int i = 0; i < 1500; i++) {
      here = Files.createDirectory(here.resolve("d"));
      Files.createFile(here.resolve("f"));
    }
    tree.removeTree(deep);
    assertFalse(tree.exists(deep));
  }

  @Test
  void absentIsNotUnreadable() {
    assertEquals(Reading.absent(), tree.read(dir.resolve("nothing")));
    assertTrue(
        tree.read(dir) instanceof Reading.Unreadable<byte[]> unreadable
            && unreadable.why().equals("EISDIR"));
  }

  @Test
  void onlyReadFollowingFollows() throws IOException {
    Path target = Files.writeString(dir.resolve("stub-resolv.conf"), "nameserver 127.0.0.53");
    Path link = Files.createSymbolicLink(dir.resolve("resolv.conf"), target);
    assertTrue(
        tree.read(link) instanceof Reading.Unreadable<byte[]> unreadable
            && unreadable.why().equals("ELOOP"));
    byte[] followed = tree.readFollowing(link).orNull();
    assertArrayEquals(bytes("nameserver 127.0.0.53"), followed);
  }

  @Test
  void directoriesGetModeOnlyWhenMade() throws IOException {
    Path old = Files.createDirectory(dir.resolve("old"));
    Files.setAttribute(old, "unix:mode", 0755);
    tree.makeDirectories(old.resolve("a/b"), 0700, uid(), gid());
    assertEquals(0755, (int) Files.getAttribute(old, "unix:mode") & 07777);
    assertEquals(0700, (int) Files.getAttribute(old.resolve("a"), "unix:mode") & 07777);
    assertEquals(0700, (int) Files.getAttribute(old.resolve("a/b"), "unix:mode") & 07777);
  }

  private int uid() throws IOException {
    return (int) Files.getAttribute(dir, "unix:uid");
  }

  private int gid() throws IOException {
    return (int) Files.getAttribute(dir, "unix:gid");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
