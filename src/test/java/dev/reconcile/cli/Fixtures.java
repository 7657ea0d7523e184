package dev.reconcile.cli;

import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.TreeMap;

/** Objects that the tests of the renderers print. */
final class Fixtures {
  private Fixtures() {}

  static Resource cgroup(String name, String memory) {
    Dict spec = Dict.EMPTY.with("memory", Dict.EMPTY.with("max", new Text(memory)));
    return resource(Kind.CGROUP, name, 7, spec);
  }

  static Resource container(String name, String... args) {
    Seq words = new Seq(List.of(args).stream().<Value>map(Text::new).toList());
    return resource(
        Kind.CONTAINER, name, 12, Dict.EMPTY.with("process", Dict.EMPTY.with("args", words)));
  }

  private static Resource resource(Kind kind, String name, int line, Dict spec) {
    Metadata metadata = new Metadata(name, new TreeMap<>(), new TreeMap<>());
    return Resource.of(kind, metadata, new SourceRef("web.yaml", line, 1, null), spec);
  }

  static Inventory.Entry entry(Resource applied) {
    return new Inventory.Entry(Owner.applySet("default"), applied, null, false, new TreeMap<>(), 0);
  }
}
