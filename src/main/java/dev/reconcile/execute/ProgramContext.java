package dev.reconcile.execute;

import dev.reconcile.live.CgroupHost;
import java.nio.file.Path;
import java.util.List;

/**
 * What a container program needs to know of the host.
 *
 * @param host its hierarchies
 * @param stateDir absolute, without symbolic links
 * @param runDir absolute, without symbolic links
 * @param missingCapabilities that we lack ourselves
 * @param hostHasMqueue whether there is a {@code /dev/mqueue} to mount on in a container that sees
 *     the host's tree
 */
record ProgramContext(
    CgroupHost host,
    Path stateDir,
    Path runDir,
    List<String> missingCapabilities,
    boolean hostHasMqueue) {
  /** {@code <state>/containers/NAME}. */
  Path containerDirectory(String name) {
    return SharedDirectories.containers(stateDir).resolve(name);
  }

  /** {@code <state>/layers/sha256/HEX} of {@code sha256:HEX}. */
  Path layerDirectory(String digest) {
    return stateDir
        .resolve("layers")
        .resolve("sha256")
        .resolve(digest.substring("sha256:".length()));
  }

  /**
   * An empty directory that every container mounts its scratch tmpfs on, in its own mount
   * namespace.
   */
  Path scratch() {
    return SharedDirectories.scratch(runDir);
  }
}
