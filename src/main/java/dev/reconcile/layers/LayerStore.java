package dev.reconcile.layers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Layers by the digest of their archive: {@code <state>/layers/sha256/HEX/}. A directory with that
 * name is whole: it was filled under another name and renamed.
 */
public final class LayerStore {
  private static final int BUFFER = 256 * 1024;

  private final Path directory;
  private final Path known;
  private final Privileged privileged;

  /**
   * @param stateDir the state directory
   * @param privileged mknod and xattr
   */
  public LayerStore(Path stateDir, Privileged privileged) {
    this.directory = stateDir.resolve("layers").resolve("sha256");
    this.known = stateDir.resolve("layers").resolve("known");
    this.privileged = privileged;
  }

  /**
   * The digest of an archive, {@code sha256:HEX}. A file that has not changed (device, inode, size,
   * time) since it was extracted is not read again.
   */
  public String digest(Path archive) throws IOException {
    String remembered = remembered(archive);
    return remembered != null ? remembered : compute(archive);
  }

  /**
   * Makes sure that the layer of an archive is there.
   *
   * @return its digest
   * @throws LayerException when the archive is not a tar, or not one that may become a layer
   */
  public String ensure(Path archive) throws IOException {
    String digest = digest(archive);
    Path layer = layer(digest);
    if (!Files.isDirectory(layer, LinkOption.NOFOLLOW_LINKS)) {
      extract(archive, digest, layer);
    }
    if (remembered(archive) == null) {
      remember(archive, digest);
    }
    return digest;
  }

  private void extract(Path archive, String digest, Path layer) throws IOException {
    privateDirectories(directory);
    Path part = Files.createTempDirectory(directory, ".part-");
    try {
      Files.setAttribute(part, "unix:mode", 0755);
      MessageDigest sha256 = sha256();
      try (InputStream raw =
          new DigestInputStream(
              new BufferedInputStream(Files.newInputStream(archive), BUFFER), sha256)) {
        InputStream plain = Decompression.plain(raw);
        new TarExtractor(part, privileged).extract(plain);
        raw.transferTo(java.io.OutputStream.nullOutputStream());
      }
      if (!digest.equals(text(sha256))) {
        throw new LayerException(archive + " changed while it was being read; apply again");
      }
      Files.move(part, layer, StandardCopyOption.ATOMIC_MOVE);
    } catch (LayerException e) {
      Removal.of(part);
      throw new LayerException(archive + ": " + e.getMessage(), e);
    } catch (IOException e) {
      Removal.of(part);
      throw new LayerException("failed to extract " + archive + ": " + e.getMessage(), e);
    }
  }

  /** Whether a layer is there. */
  public boolean has(String digest) {
    return Files.isDirectory(layer(digest), LinkOption.NOFOLLOW_LINKS);
  }

  /** Where a layer is, whether or not it is there. */
  public Path layer(String digest) {
    return directory.resolve(digest.substring("sha256:".length()));
  }

  /**
   * Removes layers that nothing refers to, and what extractions left that were killed.
   *
   * @param used digests in use
   */
  public void collect(Set<String> used) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> layers;
    try (Stream<Path> list = Files.list(directory)) {
      layers = list.toList();
    }
    for (Path layer : layers) {
      if (!used.contains("sha256:" + layer.getFileName())) {
        Removal.of(layer);
      }
    }
    if (used.isEmpty()) {
      Path parent = directory.getParent();
      Removal.of(parent == null ? directory : parent);
    }
  }

  private @Nullable String remembered(Path archive) throws IOException {
    try {
      String[] line = Files.readString(rememberedFile(archive)).strip().split(" ", 2);
      return line.length == 2 && line[1].equals(identity(archive)) ? line[0] : null;
    } catch (NoSuchFileException never) {
      return null;
    }
  }

  private void remember(Path archive, String digest) throws IOException {
    privateDirectories(known);
    Files.writeString(rememberedFile(archive), digest + " " + identity(archive) + "\n");
  }

  private Path rememberedFile(Path archive) {
    byte[] name = archive.toString().getBytes(StandardCharsets.UTF_8);
    return known.resolve(HexFormat.of().formatHex(sha256().digest(name)));
  }

  private static String identity(Path archive) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(archive, "unix:dev,ino,size,lastModifiedTime,ctime");
    return stat.get("dev")
        + " "
        + stat.get("ino")
        + " "
        + stat.get("size")
        + " "
        + stat.get("lastModifiedTime")
        + " "
        + stat.get("ctime");
  }

  private static String compute(Path archive) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(archive)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return text(sha256);
  }

  private static String text(MessageDigest sha256) {
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void privateDirectories(Path path) throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
