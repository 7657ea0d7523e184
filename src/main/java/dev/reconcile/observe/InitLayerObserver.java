package dev.reconcile.observe;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.files.FileTree.Stat;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Digests;
import dev.reconcile.model.InitLayerFiles;
import dev.reconcile.model.Resource;
import dev.reconcile.model.RootfsResolver;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Digests of init-layer files as they are on disk. */
final class InitLayerObserver {
  private final FileTree files;
  private final RootfsResolver resolver;

  InitLayerObserver(FileTree files, RootfsResolver resolver) {
    this.files = files;
    this.resolver = resolver;
  }

  /** By path in the container, for every path that some version of it has. */
  SortedMap<String, String> read(Path containerDirectory, Versions container) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String path : paths(container)) {
      String digest = digest(containerDirectory.resolve("init" + path));
      if (!digest.isEmpty()) {
        digests.put(path, digest);
      }
    }
    return digests;
  }

  private SortedSet<String> paths(Versions container) {
    SortedSet<String> paths = new TreeSet<>();
    for (Resource version : container.versions()) {
      Container effective = version instanceof Container c ? resolver.effective(c) : null;
      if (effective != null) {
        paths.addAll(InitLayerFiles.of(effective, "").keySet());
      }
    }
    return paths;
  }

  /** Empty when there is no file; no digest at all, and so never right, when it cannot be read. */
  private String digest(Path path) {
    if (!(files.stat(path) instanceof Reading.Present<Stat>(Stat stat))) {
      return files.stat(path) instanceof Reading.Unreadable<Stat>(String ignored, String why)
          ? "unreadable: " + why
          : "";
    }
    if (stat.type() != FileTree.Type.FILE) {
      return "not a file";
    }
    return switch (files.read(path)) {
      case Reading.Present<byte[]>(byte[] content) ->
          Digests.file(content, stat.mode(), stat.uid(), stat.gid());
      case Reading.Recorded<byte[]>(byte[] content) ->
          Digests.file(content, stat.mode(), stat.uid(), stat.gid());
      case Reading.Absent<byte[]> ignored -> "";
      case Reading.Unreadable<byte[]>(String ignored, String why) -> "unreadable: " + why;
    };
  }
}
