package dev.reconcile.plan;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Objects and hosts for tests, in a few words. */
public final class Objects {
  private Objects() {}

  /** An object whose spec is given by dotted paths and texts. */
  public static Resource object(Kind kind, String name, Map<String, String> fields) {
    Dict spec = Dict.EMPTY;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      spec = put(spec, List.of(field.getKey().split("\\.")), value(field.getValue()));
    }
    Metadata metadata = new Metadata(name, new TreeMap<>(), new TreeMap<>());
    return Resource.of(kind, metadata, new SourceRef("web.yaml", 1, 1, null), spec);
  }

  public static Resource cgroup(String name, Map<String, String> fields) {
    return object(Kind.CGROUP, name, fields);
  }

  public static Resource container(String name, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.putIfAbsent("process.args", "[/bin/sleep 1000]");
    return object(Kind.CONTAINER, name, all);
  }

  /** {@code [a b]} is a list, {@code name=x} in a list is a map with one key. */
  private static Value value(String text) {
    if (!text.startsWith("[")) {
      return text.equals("true") || text.equals("false")
          ? new Value.Bool(text.equals("true"))
          : new Text(text);
    }
    List<Value> items = new java.util.ArrayList<>();
    for (String word : text.substring(1, text.length() - 1).split(" ")) {
      int equals = word.indexOf('=');
      items.add(
          equals < 0
              ? new Text(word)
              : Dict.EMPTY.with(word.substring(0, equals), new Text(word.substring(equals + 1))));
    }
    return new Seq(items);
  }

  private static Dict put(Dict dict, List<String> path, Value value) {
    String key = path.getFirst();
    if (path.size() == 1) {
      return dict.with(key, value);
    }
    Dict inner = dict.entries().get(key) instanceof Dict below ? below : Dict.EMPTY;
    return dict.with(key, put(inner, path.subList(1, path.size()), value));
  }

  public static DesiredState desired(Resource... resources) {
    return desired(List.of(resources));
  }

  public static DesiredState desired(List<Resource> resources) {
    SortedMap<ResourceId, Resource> all = new TreeMap<>();
    resources.forEach(resource -> all.put(resource.id(), resource));
    return new DesiredState(all);
  }

  /** Pure v2. */
  public static CgroupHost unified() {
    List<String> controllers = List.of("cpu", "cpuset", "memory", "pids");
    return new CgroupHost(List.of(new Hierarchy(2, "/sys/fs/cgroup", "/", controllers, "")));
  }

  /** v1 controllers, and a v2 hierarchy that has none of them. */
  public static CgroupHost hybrid() {
    return new CgroupHost(
        List.of(
            v1("cpu"),
            v1("cpuset"),
            v1("devices"),
            v1("memory"),
            v1("pids"),
            new Hierarchy(2, "/sys/fs/cgroup/unified", "/", List.of("hugetlb"), "")));
  }

  /** v1 alone. */
  public static CgroupHost legacy() {
    return new CgroupHost(
        List.of(v1("cpu"), v1("cpuset"), v1("devices"), v1("freezer"), v1("memory"), v1("pids")));
  }

  private static Hierarchy v1(String controller) {
    return new Hierarchy(1, "/sys/fs/cgroup/" + controller, "/", List.of(controller), "");
  }
}
