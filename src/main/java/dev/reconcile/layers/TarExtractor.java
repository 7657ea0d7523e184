package dev.reconcile.layers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Fills an empty directory from a tar stream, as the OCI image-spec ("Image Layer Filesystem
 * Changeset") has it: {@code .wh.NAME} becomes an overlayfs whiteout, {@code .wh..wh..opq} an
 * opaque directory.
 */
final class TarExtractor {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String PAX_XATTR = "SCHILY.xattr.";

  private final Path root;
  private final InRoot inRoot;
  private final Privileged privileged;
  private final Map<Path, TarArchiveEntry> directories = new LinkedHashMap<>();

  TarExtractor(Path root, Privileged privileged) {
    this.root = root;
    this.inRoot = new InRoot(root);
    this.privileged = privileged;
  }

  /** Extracts every entry. */
  void extract(InputStream plain) throws IOException {
    // Not closed: the caller still wants to read what follows the last entry.
    TarArchiveInputStream tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
    try {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(entry, tar);
      }
    } catch (IllegalArgumentException e) {
      throw new LayerException("not a tar archive: " + e.getMessage(), e);
    }
    // Directories last: writing into one changes its time, and its mode may forbid to write.
    for (Map.Entry<Path, TarArchiveEntry> directory : directories.entrySet()) {
      attributes(directory.getKey(), directory.getValue());
    }
  }

  private void extract(TarArchiveEntry entry, InputStream content) throws IOException {
    List<String> parts = InRoot.parts(entry.getName());
    if (parts.isEmpty()) {
      directories.put(root, entry);
      return;
    }
    String last = parts.get(parts.size() - 1);
    Path target = inRoot.place(entry.getName());
    if (last.equals(OPAQUE)) {
      privileged.setXattr(parent(target), "trusted.overlay.opaque", new byte[] {'y'});
    } else if (last.startsWith(WHITEOUT)) {
      whiteout(target, last.substring(WHITEOUT.length()), entry.getName());
    } else if (entry.isDirectory()) {
      directory(target, entry);
    } else if (entry.isSymbolicLink()) {
      replace(target);
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      owner(target, entry);
    } else if (entry.isLink()) {
      hardLink(target, entry);
    } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      refuseOutsideDev(parts, entry);
    } else {
      file(target, entry, content);
    }
  }

  /** A container has a /dev of its own, so nodes in there do no harm and do no good. */
  private static void refuseOutsideDev(List<String> parts, TarArchiveEntry entry)
      throws LayerException {
    if (!parts.get(0).equals("dev")) {
      throw new LayerException(
          "entry '" + entry.getName() + "' is a device or FIFO; only /dev may have them");
    }
  }

  private void whiteout(Path marker, String hidden, String name) throws IOException {
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw new LayerException("entry '" + name + "' is a whiteout of nothing");
    }
    Path target = parent(marker).resolve(hidden);
    // A whiteout hides lower layers only; what this layer itself has there stays.
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      privileged.whiteout(target);
    }
  }

  private void directory(Path target, TarArchiveEntry entry) throws IOException {
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      replace(target);
      Files.createDirectory(target);
    }
    directories.put(target, entry);
  }

  private void hardLink(Path target, TarArchiveEntry entry) throws IOException {
    Path existing = inRoot.place(entry.getLinkName());
    if (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw new LayerException(
          "entry '"
              + entry.getName()
              + "' links to '"
              + entry.getLinkName()
              + "', which the archive does not have before it");
    }
    if (!existing.equals(target)) {
      replace(target);
      Files.createLink(target, existing);
    }
  }

  private void file(Path target, TarArchiveEntry entry, InputStream content) throws IOException {
    replace(target);
    try (var out =
        Files.newOutputStream(
            target,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      content.transferTo(out);
    }
    attributes(target, entry);
  }

  /** Owner before mode: chown(2) clears the set-user-ID bits. */
  private void attributes(Path target, TarArchiveEntry entry) throws IOException {
    owner(target, entry);
    Files.setAttribute(target, "unix:mode", entry.getMode() & 07777, LinkOption.NOFOLLOW_LINKS);
    for (Map.Entry<String, String> header : entry.getExtraPaxHeaders().entrySet()) {
      if (header.getKey().startsWith(PAX_XATTR)) {
        xattr(target, header.getKey().substring(PAX_XATTR.length()), header.getValue());
      }
    }
    Files.setLastModifiedTime(target, FileTime.from(entry.getLastModifiedDate().toInstant()));
  }

  /**
   * Only those that mean something to a program; {@code trusted.overlay.*} would forge the overlay.
   */
  private void xattr(Path target, String name, String value) throws IOException {
    if (name.startsWith("user.") || name.equals("security.capability")) {
      privileged.setXattr(target, name, value.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static void owner(Path target, TarArchiveEntry entry) throws IOException {
    Files.setAttribute(target, "unix:uid", (int) entry.getLongUserId(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(target, "unix:gid", (int) entry.getLongGroupId(), LinkOption.NOFOLLOW_LINKS);
  }

  /** The last entry of a name wins. */
  private void replace(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Removal.of(target);
    directories.keySet().removeIf(path -> path.startsWith(target));
  }

  private Path parent(Path target) {
    Path parent = target.getParent();
    return parent == null ? root : parent;
  }
}
