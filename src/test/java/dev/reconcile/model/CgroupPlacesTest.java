package dev.reconcile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CgroupPlacesTest {
  private static final Owner OWNER = Owner.applySet("default");
  private static final ResourceId APP = new ResourceId(Kind.CGROUP, "app");
  private static final ResourceId WEB = new ResourceId(Kind.CONTAINER, "web");

  private static Resource of(ResourceId id, String field, String value) {
    Dict spec = value.isEmpty() ? Dict.EMPTY : Dict.EMPTY.with(field, new Text(value));
    Metadata metadata = new Metadata(id.name(), new TreeMap<>(), new TreeMap<>());
    return Resource.of(id.kind(), metadata, new SourceRef("app.yaml", 1, 1, null), spec);
  }

  private static Resource cgroup(String name, String parent) {
    return of(new ResourceId(Kind.CGROUP, name), "parent", parent);
  }

  private static Entry entry(Resource applied, Resource... intended) {
    Entry entry = new Entry(OWNER, applied, null, false, new TreeMap<>(), 0);
    for (Resource next : intended) {
      entry = entry.intending(OWNER, next, new TreeMap<>(), 0);
    }
    return entry;
  }

  private static List<String> places(Map<ResourceId, Entry> entries, ResourceId id) {
    SortedMap<ResourceId, Entry> sorted = new TreeMap<>(entries);
    Inventory inventory = new Inventory(1, "boot", sorted);
    Entry entry = entries.getOrDefault(id, entry(cgroup("nobody", "")));
    return List.copyOf(new CgroupPlaces(inventory, "/reconcile").of(entry));
  }

  @Test
  void oneWhereNothingHasMoved() {
    Entry web = entry(of(WEB, "cgroup", "app"));
    Map<ResourceId, Entry> entries = Map.of(APP, entry(cgroup("app", "")), WEB, web);
    assertEquals(List.of("/reconcile/app/web"), places(entries, WEB));
  }

  @Test
  void theConfirmedOneThenEachThatARunSetOutFor() {
    Entry app = entry(cgroup("app", ""), cgroup("app", "one"), cgroup("app", "two"));
    Map<ResourceId, Entry> entries =
        Map.of(
            APP,
            app,
            new ResourceId(Kind.CGROUP, "one"),
            entry(cgroup("one", "")),
            new ResourceId(Kind.CGROUP, "two"),
            entry(cgroup("two", "")));
    assertEquals(
        List.of("/reconcile/app", "/reconcile/two/app", "/reconcile/one/app"),
        places(entries, APP));
  }

  @Test
  void belowEachPlaceOfItsParent() {
    Entry app = entry(cgroup("app", ""), of(APP, "path", "/srv/app"));
    Map<ResourceId, Entry> entries = Map.of(APP, app, WEB, entry(of(WEB, "cgroup", "app")));
    assertEquals(Set.of("/reconcile/app/web", "/srv/app/web"), Set.copyOf(places(entries, WEB)));
  }

  @Test
  void noneTwiceAndNoneInCircles() {
    ResourceId other = new ResourceId(Kind.CGROUP, "other");
    Map<ResourceId, Entry> entries =
        Map.of(
            APP,
            entry(cgroup("app", ""), cgroup("app", "other")),
            other,
            entry(cgroup("other", "app"), cgroup("other", "")));
    assertEquals(List.of("/reconcile/app", "/reconcile/other/app"), places(entries, APP));
    assertEquals(
        Set.of("/reconcile/other", "/reconcile/app/other"), Set.copyOf(places(entries, other)));
  }

  @Test
  void noneWithoutItsParent() {
    assertEquals(List.of(), places(Map.of(WEB, entry(of(WEB, "cgroup", "app"))), WEB));
  }
}
