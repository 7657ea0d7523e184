package dev.reconcile.e2e;

/**
 * Manifests that tests share; the host's own tree is the lowest layer, so nothing is downloaded.
 */
final class Manifests {
  private Manifests() {}

  static String rootfs(String name) {
    return """
    apiVersion: reconcile.dev/v1
    kind: Rootfs
    metadata: {name: %s}
    spec:
      layers: [{directory: /}]
    ---
    """
        .formatted(name);
  }

  static String cgroup(String name, String memory) {
    return """
    apiVersion: reconcile.dev/v1
    kind: Cgroup
    metadata: {name: %s}
    spec:
      memory: {max: %s}
    ---
    """
        .formatted(name, memory);
  }

  /** A container in a cgroup of its own name's parent {@code app}, on the rootfs {@code base}. */
  static String container(String name, String command) {
    return """
    apiVersion: reconcile.dev/v1
    kind: Container
    metadata: {name: %s}
    spec:
      rootfs: base
      cgroup: app
      process: {args: [/bin/sh, -c, "%s"]}
      restart: {initialBackoff: 10ms}
      stop: {gracePeriod: 1s}
    ---
    """
        .formatted(name, command);
  }

  /** Rootfs {@code base}, Cgroup {@code app}, Container {@code web}. */
  static String web(String memory, String command) {
    return rootfs("base") + cgroup("app", memory) + container("web", command);
  }
}
