package dev.reconcile.diff;

import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.Digests;
import dev.reconcile.model.InitLayerFiles;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.model.RootfsSpec.InitFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which init-layer files on disk are not what they should be. */
final class InitLayerFindings {
  private static final String SIGNAL = "signal:";

  private InitLayerFindings() {}

  /** Paths in the container, sorted; of wrong, missing and surplus files. */
  static List<String> of(Scene scene, Container effective, LiveContainer live) {
    Reading<String> resolvConf = scene.live().hostResolvConf();
    SortedMap<String, String> wanted = new TreeMap<>();
    InitLayerFiles.of(effective, resolvConf.orNull())
        .forEach((path, file) -> wanted.put(path, Digests.file(file)));
    SortedMap<String, String> all = new TreeMap<>(live.initLayer());
    all.putAll(wanted);
    if (resolvConf instanceof Reading.Unreadable && !wanted.containsKey("/etc/resolv.conf")) {
      all.remove("/etc/resolv.conf");
    }
    List<String> paths = new ArrayList<>();
    for (String path : all.keySet()) {
      String digest = wanted.get(path);
      if (digest == null || !digest.equals(live.initLayer().get(path))) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** Signals, without SIG, that a change of these files wants the process to get; sorted. */
  static List<String> signals(Container effective, List<String> paths) {
    SortedSet<String> signals = new TreeSet<>();
    if (effective.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)) {
      for (InitFile file : rootfs.initLayer().files()) {
        if (file.onChange().startsWith(SIGNAL) && paths.contains(file.path())) {
          signals.add(file.onChange().substring(SIGNAL.length()));
        }
      }
    }
    return List.copyOf(signals);
  }

  /** Whether a change of one of these files wants the process to be started again. */
  static boolean wantsRestart(Container effective, List<String> paths) {
    if (!(effective.rootfs() instanceof InlineRootfs(RootfsSpec rootfs))) {
      return false;
    }
    for (InitFile file : rootfs.initLayer().files()) {
      if (file.onChange().equals("restart") && paths.contains(file.path())) {
        return true;
      }
    }
    return false;
  }
}
