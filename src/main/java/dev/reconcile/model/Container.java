package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container.
 *
 * @param rootfs null: the host's own tree in a new mount namespace
 * @param cgroup name of the parent Cgroup; null for {@code <cgroup root>/<container>}
 * @param resources limits of the leaf
 * @param hostname null when the UTS namespace is the host's
 * @param namespaces every type that this version knows, private or the host's
 * @param maskedPaths null: the default list; {@code readonlyPaths} alike
 */
public record Container(
    Metadata metadata,
    SourceRef source,
    Dict spec,
    @Nullable RootfsRef rootfs,
    @Nullable String cgroup,
    Limits resources,
    ProcessSpec process,
    @Nullable String hostname,
    Map<NamespaceType, NamespaceMode> namespaces,
    List<MountSpec> mounts,
    @Nullable List<String> maskedPaths,
    @Nullable List<String> readonlyPaths,
    Restart restart,
    Stop stop,
    List<Dependency> dependsOn,
    Logs logs)
    implements Resource {

  public Container {
    namespaces = Collections.unmodifiableMap(new EnumMap<>(namespaces));
    mounts = List.copyOf(mounts);
    dependsOn = List.copyOf(dependsOn);
  }

  /** Where a container's root file system comes from. */
  public sealed interface RootfsRef {}

  /** A Rootfs by name. */
  public record NamedRootfs(String name) implements RootfsRef {}

  /** A Rootfs spec inline. */
  public record InlineRootfs(RootfsSpec spec) implements RootfsRef {}

  /** Whether a namespace is the container's own. */
  public enum NamespaceMode {
    PRIVATE,
    HOST
  }

  /**
   * A mount.
   *
   * @param type {@code bind} or {@code tmpfs}
   * @param source absolute host path, bind only
   * @param options mount options, tmpfs data such as {@code size=64m} included
   * @param propagation {@code private}, {@code slave}, {@code shared}, … or null for the default
   * @param create make a missing source directory
   */
  public record MountSpec(
      String target,
      String type,
      @Nullable String source,
      boolean readOnly,
      boolean recursive,
      List<String> options,
      @Nullable String propagation,
      @Nullable CreateSource create) {
    public MountSpec {
      options = List.copyOf(options);
    }
  }

  /** How a missing bind source is made. */
  public record CreateSource(int mode, int uid, int gid) {}

  /**
   * When the monitor starts the process again.
   *
   * @param maxRetries {@link Long#MAX_VALUE} without a bound
   */
  public record Restart(
      RestartPolicy policy,
      TimeSpan initialBackoff,
      TimeSpan maxBackoff,
      TimeSpan resetAfter,
      long maxRetries) {}

  /** Kubernetes' restart policies. */
  public enum RestartPolicy {
    ALWAYS("Always"),
    ON_FAILURE("OnFailure"),
    NEVER("Never");

    private final String manifestName;

    RestartPolicy(String manifestName) {
      this.manifestName = manifestName;
    }

    /** As in a manifest. */
    public String manifestName() {
      return manifestName;
    }
  }

  /**
   * How the process is ended.
   *
   * @param signal name without {@code SIG}
   */
  public record Stop(String signal, TimeSpan gracePeriod) {}

  /** A container that must come first. */
  public record Dependency(String name, String condition) {}

  /** Bounds of the log files. */
  public record Logs(ByteSize maxSize, int maxFiles) {}

  /** Reads a canonical spec. */
  static Container of(Metadata metadata, SourceRef source, Dict spec) {
    Map<NamespaceType, NamespaceMode> namespaces = namespaces(spec);
    boolean ownUts = namespaces.get(NamespaceType.UTS) == NamespaceMode.PRIVATE;
    return new Container(
        metadata,
        source,
        spec,
        rootfs(spec),
        spec.text("cgroup"),
        Limits.of(spec.dict("resources")),
        ProcessSpec.of(spec.dict("process")),
        ownUts ? spec.text("hostname", metadata.name()) : null,
        namespaces,
        mounts(spec),
        paths(spec, "maskedPaths"),
        paths(spec, "readonlyPaths"),
        restart(spec.dict("restart")),
        new Stop(
            spec.text("stop.signal", "TERM"), TimeSpan.parse(spec.text("stop.gracePeriod", "10s"))),
        dependsOn(spec),
        new Logs(
            ByteSize.parse(spec.text("logs.maxSize", "10Mi")),
            (int) spec.number("logs.maxFiles", 5)));
  }

  /** The same with its root file system inline. */
  Container withRootfs(Dict dict, RootfsSpec rootfs) {
    return new Container(
        metadata,
        source,
        spec.with("rootfs", dict),
        new InlineRootfs(rootfs),
        cgroup,
        resources,
        process,
        hostname,
        namespaces,
        mounts,
        maskedPaths,
        readonlyPaths,
        restart,
        stop,
        dependsOn,
        logs);
  }

  private static @Nullable RootfsRef rootfs(Dict spec) {
    Value value = spec.at("rootfs");
    if (value instanceof Dict inline) {
      return new InlineRootfs(RootfsSpec.of(inline));
    }
    String name = spec.text("rootfs");
    return name == null ? null : new NamedRootfs(name);
  }

  private static Map<NamespaceType, NamespaceMode> namespaces(Dict spec) {
    Map<NamespaceType, NamespaceMode> modes = new EnumMap<>(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      boolean hostByDefault = type == NamespaceType.USER || type == NamespaceType.TIME;
      String text = spec.text("namespaces." + type.link(), hostByDefault ? "host" : "private");
      modes.put(type, NamespaceMode.valueOf(text.toUpperCase(Locale.ROOT)));
    }
    return modes;
  }

  private static List<MountSpec> mounts(Dict spec) {
    List<MountSpec> mounts = new ArrayList<>();
    for (Value item : spec.items("mounts")) {
      if (item instanceof Dict mount) {
        mounts.add(mount(mount));
      }
    }
    return mounts;
  }

  private static MountSpec mount(Dict mount) {
    CreateSource create = null;
    if (mount.at("create") instanceof Dict made) {
      create =
          new CreateSource(
              Integer.parseInt(made.text("mode", "0755"), 8),
              (int) made.number("uid", 0),
              (int) made.number("gid", 0));
    }
    return new MountSpec(
        mount.text("target", ""),
        mount.text("type", "bind"),
        mount.text("source"),
        mount.truth("readOnly", false),
        mount.truth("recursive", true),
        mount.texts("options"),
        mount.text("propagation"),
        create);
  }

  private static @Nullable List<String> paths(Dict spec, String field) {
    return spec.at(field) instanceof Value.Seq ? spec.texts(field) : null;
  }

  private static Restart restart(Dict restart) {
    String name = restart.text("policy", "Always");
    RestartPolicy policy = RestartPolicy.ALWAYS;
    for (RestartPolicy candidate : RestartPolicy.values()) {
      if (candidate.manifestName().equals(name)) {
        policy = candidate;
      }
    }
    String retries = restart.text("maxRetries", "max");
    return new Restart(
        policy,
        TimeSpan.parse(restart.text("initialBackoff", "100ms")),
        TimeSpan.parse(restart.text("maxBackoff", "5m")),
        TimeSpan.parse(restart.text("resetAfter", "10m")),
        retries.equals("max") ? Long.MAX_VALUE : Long.parseLong(retries));
  }

  private static List<Dependency> dependsOn(Dict spec) {
    List<Dependency> dependencies = new ArrayList<>();
    for (Value item : spec.items("dependsOn")) {
      if (item instanceof Dict entry) {
        dependencies.add(new Dependency(entry.text("name", ""), entry.text("condition", "ready")));
      }
    }
    return dependencies;
  }

  @Override
  public Kind kind() {
    return Kind.CONTAINER;
  }
}
