package dev.reconcile.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which objects name which others. */
public final class References {
  private References() {}

  /**
   * One mention.
   *
   * @param field where, such as {@code from}
   * @param target the object that must be there
   */
  public record Reference(String field, ResourceId target) {}

  /** The object among the desired ones, then among the owned ones; null when it is in neither. */
  public static @Nullable Resource find(ResourceId id, DesiredState desired, Inventory inventory) {
    Resource wanted = desired.resources().get(id);
    if (wanted != null) {
      return wanted;
    }
    Inventory.Entry entry = inventory.entries().get(id);
    return entry == null ? null : entry.newest();
  }

  /** What an object is built on; {@code dependsOn} is not among it. */
  public static List<Reference> of(Resource resource) {
    List<Reference> references = new ArrayList<>();
    switch (resource) {
      case Rootfs rootfs -> from("from", rootfs.rootfs(), references);
      case Cgroup cgroup -> named("parent", Kind.CGROUP, cgroup.parent(), references);
      case Container container -> {
        named("cgroup", Kind.CGROUP, container.cgroup(), references);
        switch (container.rootfs()) {
          case null -> {}
          case Container.NamedRootfs(String name) -> named("rootfs", Kind.ROOTFS, name, references);
          case Container.InlineRootfs(RootfsSpec spec) -> from("rootfs.from", spec, references);
        }
      }
      case CgroupHierarchy ignored -> {}
      case Sync ignored -> {}
    }
    return references;
  }

  /** The containers that must come first. */
  public static List<Reference> dependencies(Resource resource) {
    if (!(resource instanceof Container container)) {
      return List.of();
    }
    List<Reference> references = new ArrayList<>();
    for (Container.Dependency dependency : container.dependsOn()) {
      named("dependsOn", Kind.CONTAINER, dependency.name(), references);
    }
    return references;
  }

  private static void from(String field, RootfsSpec spec, List<Reference> into) {
    named(field, Kind.ROOTFS, spec.from(), into);
  }

  private static void named(String field, Kind kind, @Nullable String name, List<Reference> into) {
    if (name != null) {
      into.add(new Reference(field, new ResourceId(kind, name)));
    }
  }
}
