package dev.reconcile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private static final Owner OWNER = Owner.applySet("default");

  /** Each below a parent of its own. */
  private static Resource app(String memory) {
    return app("below-" + memory.toLowerCase(Locale.ROOT), memory);
  }

  private static Resource app(String parent, String memory) {
    Dict limits = Dict.EMPTY.with("max", new Text(memory));
    Dict spec = Dict.EMPTY.with("parent", new Text(parent)).with("memory", limits);
    Metadata metadata = new Metadata("app", new TreeMap<>(), new TreeMap<>());
    return Resource.of(Kind.CGROUP, metadata, new SourceRef("app.yaml", 1, 1, null), spec);
  }

  private static Entry confirmed(Resource applied) {
    return new Entry(OWNER, applied, null, false, new TreeMap<>(), 0);
  }

  private static Entry intending(Entry entry, String memory) {
    return entry.intending(OWNER, app(memory), new TreeMap<>(), 1);
  }

  @Test
  void whatWasIntendedBeforeIsGivenUp() {
    Entry entry = intending(intending(intending(confirmed(app("1Mi")), "2Mi"), "3Mi"), "4Mi");
    assertEquals(List.of(app("1Mi"), app("4Mi"), app("2Mi"), app("3Mi")), entry.versions());
  }

  @Test
  void triedAgainNothingIsGivenUp() {
    Entry once = intending(confirmed(app("1Mi")), "2Mi");
    assertEquals(once, intending(once, "2Mi"));
    Entry again = intending(intending(once, "3Mi"), "2Mi");
    assertEquals(List.of(app("3Mi")), again.givenUp());
  }

  @Test
  void ofManyThatLeaveTheSameOneIsKept() {
    Entry entry = confirmed(app("1Mi"));
    for (int i = 2; i < 50; i++) {
      entry = entry.intending(OWNER, app("web", i + "Mi"), new TreeMap<>(), 1);
    }
    assertEquals(List.of(app("web", "48Mi")), entry.givenUp());
  }

  @Test
  void backToWhatIsAppliedOnlyTheOtherIsGivenUp() {
    Entry entry = intending(intending(intending(confirmed(app("1Mi")), "2Mi"), "1Mi"), "3Mi");
    assertEquals(List.of(app("2Mi")), entry.givenUp());
  }

  @Test
  void nothingButWhatIsConfirmedIsHistory() {
    Entry entry = confirmed(app("1Mi"));
    assertEquals(1, intending(intending(entry, "2Mi"), "3Mi").confirmed().versions().size());
    Entry first = new Entry(OWNER, null, app("1Mi"), false, new TreeMap<>(), 0);
    assertEquals(first, first.confirmed());
  }
}
