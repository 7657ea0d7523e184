package dev.reconcile.execute;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.files.FileTree.Stat;
import dev.reconcile.kernel.files.FileTree.Type;
import dev.reconcile.model.InitLayerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the init layer of a container into a directory that the container cannot write to
 * (CVE-2025-9566 came of rendering through the container's own tree).
 */
final class InitLayer {
  private final FileTree files;
  private final LowerTree lower;
  private final Path directory;

  InitLayer(FileTree files, LowerTree lower, Path directory) {
    this.files = files;
    this.lower = lower;
    this.directory = directory;
  }

  /**
   * Writes files in place: a running container sees them, as long as it has not written them
   * itself.
   */
  void write(Map<String, InitLayerFiles.Content> contents) throws IOException {
    for (Map.Entry<String, InitLayerFiles.Content> entry : contents.entrySet()) {
      InitLayerFiles.Content content = entry.getValue();
      Path target = place(entry.getKey());
      files.writeInPlace(
          target,
          content.text().getBytes(StandardCharsets.UTF_8),
          content.mode(),
          content.uid(),
          content.gid());
    }
  }

  /** Hides a directory of the host where a layer would show it. */
  void hide(Path relative) throws IOException {
    Stat below = lower.stat(relative);
    if (below == null) {
      return;
    }
    Path target = place("/" + relative);
    if (!files.exists(target)) {
      files.whiteout(target);
    }
  }

  /** Something to mount on, unless a layer below has it. */
  void mountPoint(String path, boolean isDirectory) throws IOException {
    Path target = place(path);
    if (lower.stat(lower.resolveParent(path)) != null || files.exists(target)) {
      return;
    }
    if (isDirectory) {
      files.makeDirectories(target, 0755, 0, 0);
    } else {
      files.writeInPlace(target, new byte[0], 0644, 0, 0);
    }
  }

  /** Where a container path goes in the init layer, its parents made as they are below. */
  Path place(String path) throws IOException {
    Path relative = lower.resolveParent(path);
    Path here = Path.of("");
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      here = here.resolve(relative.getName(i));
      makeLike(here);
    }
    return directory.resolve(relative.toString());
  }

  private void makeLike(Path relative) throws IOException {
    Path target = directory.resolve(relative.toString());
    if (files.exists(target)) {
      return;
    }
    Stat below = lower.stat(relative);
    if (below != null && below.type() == Type.DIRECTORY) {
      files.makeDirectories(target, below.mode(), below.uid(), below.gid());
    } else {
      files.makeDirectories(target, 0755, 0, 0);
    }
  }
}
