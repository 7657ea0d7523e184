package dev.reconcile.cli;

import dev.reconcile.engine.View;
import dev.reconcile.engine.status.CgroupStatus;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cgroups of this host that no object of ours is about: for {@code get --all}, owner {@code -}. */
final class ForeignCgroups {
  private final CgroupFs cgroups;
  private final View view;
  private final SortedMap<String, SortedMap<String, Directory>> found = new TreeMap<>();

  ForeignCgroups(CgroupFs cgroups, View view) {
    this.cgroups = cgroups;
    this.view = view;
  }

  List<Item> items() throws KernelException {
    for (Hierarchy hierarchy : view.live().host().hierarchies()) {
      walk(hierarchy, "/");
    }
    view.live().cgroups().keySet().forEach(found::remove);
    view.live().containers().values().forEach(container -> found.remove(container.leaf().path()));
    List<Item> items = new ArrayList<>();
    for (Map.Entry<String, SortedMap<String, Directory>> cgroup : found.entrySet()) {
      items.add(item(new LiveCgroup(cgroup.getKey(), cgroup.getValue())));
    }
    return items;
  }

  private void walk(Hierarchy hierarchy, String path) throws KernelException {
    for (String child : cgroups.children(hierarchy, path)) {
      String below = path.equals("/") ? "/" + child : path + "/" + child;
      found
          .computeIfAbsent(below, ignored -> new TreeMap<>())
          .put(
              hierarchy.id(),
              new Directory(Reading.absent(), new TreeMap<>(), Reading.absent(), List.of()));
      walk(hierarchy, below);
    }
  }

  private Item item(LiveCgroup cgroup) {
    Dict status = CgroupStatus.of(cgroup, view.live().host()).with("owner", new Text("-"));
    Dict metadata = Dict.EMPTY.with("name", new Text(cgroup.path()));
    Dict spec = Dict.EMPTY.with("path", new Text(cgroup.path()));
    return new Item("Cgroup", cgroup.path(), Documents.of("Cgroup", metadata, spec, status));
  }
}
