package dev.reconcile.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What {@code -f} names, as a snapshot: files, directories, {@code -} for standard input.
 * Everything is read once and bounded.
 */
public final class SourceReader {
  /** One byte more than a manifest may hold, so that the parser sees that it is too much. */
  private static final int MAX_BYTES = (3 << 20) + 1;

  private static final int MAX_FILES = 10_000;
  private static final int MAX_DEPTH = 64;
  private static final String STDIN = "<stdin>";

  private final Path workingDirectory;
  private final InputStream stdin;
  private final boolean recursive;
  private final List<SourceFile> files = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private SourceReader(Path workingDirectory, InputStream stdin, boolean recursive) {
    this.workingDirectory = workingDirectory;
    this.stdin = stdin;
    this.recursive = recursive;
  }

  /** As {@link #files}, with a digest over all of them as revision. */
  public static Snapshot read(
      List<String> paths, boolean recursive, Path workingDirectory, InputStream stdin)
      throws InputException {
    List<SourceFile> files = files(paths, recursive, workingDirectory, stdin);
    return new Snapshot(files, revision(files));
  }

  /**
   * Reads all paths.
   *
   * @param paths as given to {@code -f}, relative to the working directory or absolute; {@code -}
   *     at most once
   * @param recursive directories below directories too
   * @param workingDirectory absolute
   * @param stdin read to its end when {@code -} is among the paths
   * @return sorted by name
   * @throws InputException with everything that could not be read
   */
  public static List<SourceFile> files(
      List<String> paths, boolean recursive, Path workingDirectory, InputStream stdin)
      throws InputException {
    SourceReader reader = new SourceReader(workingDirectory.toAbsolutePath(), stdin, recursive);
    boolean sawStdin = false;
    for (String path : paths) {
      if (!path.equals("-")) {
        reader.path(path);
      } else if (sawStdin) {
        reader.problems.add("-: standard input can be read once; give it once");
      } else {
        sawStdin = true;
        reader.standardInput();
      }
    }
    if (!reader.problems.isEmpty()) {
      throw new InputException(reader.problems);
    }
    reader.files.sort((one, other) -> one.name().compareTo(other.name()));
    return List.copyOf(reader.files);
  }

  private void standardInput() {
    try {
      byte[] content = stdin.readNBytes(MAX_BYTES);
      files.add(new SourceFile(STDIN, workingDirectory, null, content, null));
    } catch (IOException e) {
      problems.add(STDIN + ": read: " + e.getMessage());
    }
  }

  private void path(String name) {
    Path path = workingDirectory.resolve(name).normalize();
    if (Files.isDirectory(path)) {
      directory(path, name, 0);
    } else {
      file(path, name);
    }
  }

  private void directory(Path directory, String name, int depth) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      problems.add(name + ": read directory: " + reason(e));
      return;
    }
    entries.sort(Comparator.naturalOrder());
    for (Path entry : entries) {
      String below =
          name.endsWith("/") ? name + entry.getFileName() : name + "/" + entry.getFileName();
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        if (recursive && depth < MAX_DEPTH) {
          directory(entry, below, depth + 1);
        }
      } else if (isManifest(below) && Files.isRegularFile(entry)) {
        file(entry, below);
      }
    }
  }

  /**
   * Of the hidden files that editors leave behind, {@code .#web.yaml} among them, none is a
   * manifest.
   */
  private static boolean isManifest(String name) {
    String base = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    boolean ending = base.endsWith(".yaml") || base.endsWith(".yml") || base.endsWith(".json");
    return ending && !base.startsWith(".");
  }

  private void file(Path path, String name) {
    if (files.size() >= MAX_FILES) {
      problems.add(name + ": more than " + MAX_FILES + " files; apply fewer at once");
      return;
    }
    Path directory = path.getParent();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      files.add(
          new SourceFile(
              name, directory == null ? workingDirectory : directory, null, content, null));
    } catch (IOException e) {
      problems.add(name + ": read: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException
        ? "no such file or directory; check the path"
        : String.valueOf(e.getMessage());
  }

  /** {@code sha256:} over names and contents, each with its length. */
  private static String revision(List<SourceFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (SourceFile file : files) {
        String header = file.name().length() + ":" + file.name() + file.content().length + ":";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        digest.update(file.content());
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
