package dev.reconcile.sim;

import dev.reconcile.live.Hierarchy;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One directory of a simulated hierarchy. */
final class FakeGroup {
  final Hierarchy hierarchy;
  final @Nullable FakeGroup parent;
  final String path;
  final SortedMap<String, FakeGroup> children = new TreeMap<>();
  final SortedMap<String, String> marks = new TreeMap<>();

  /** What control files hold, as they read back. */
  final SortedMap<String, String> files = new TreeMap<>();

  FakeGroup(Hierarchy hierarchy, @Nullable FakeGroup parent, String path) {
    this.hierarchy = hierarchy;
    this.parent = parent;
    this.path = path;
    this.files.putAll(ControlFiles.defaults(this));
  }

  String file(String name) {
    return files.getOrDefault(name, "");
  }

  boolean isRoot() {
    return parent == null;
  }

  /** This group and everything below it. */
  SortedMap<String, FakeGroup> tree() {
    SortedMap<String, FakeGroup> all = new TreeMap<>();
    all.put(path, this);
    children.values().forEach(child -> all.putAll(child.tree()));
    return all;
  }

  /** Whether it or a group above was told to freeze. */
  boolean isFrozen() {
    boolean self = file("cgroup.freeze").equals("1") || file("freezer.self_freezing").equals("1");
    return self || (parent != null && parent.isFrozen());
  }
}
