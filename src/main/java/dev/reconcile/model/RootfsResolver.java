package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Flattens {@code from}: layers of the base below, its init-layer files extended, its writable
 * layer unless the extending spec has its own. Bases are looked up among the desired objects, then
 * in the inventory. A missing base or a cycle has no flat form; whoever asks reports it. Not for
 * use by several threads.
 */
public final class RootfsResolver {
  private static final Dict EPHEMERAL = Dict.EMPTY.with("type", new Text("ephemeral"));

  private final DesiredState desired;
  private final Inventory inventory;
  private final Map<String, Dict> flat = new HashMap<>();
  private final Map<String, Flat> byName = new HashMap<>();

  public RootfsResolver(DesiredState desired, Inventory inventory) {
    this.desired = desired;
    this.inventory = inventory;
  }

  /**
   * The container with its root file system inline, flat and with a writable layer; itself when it
   * has none. Null when a Rootfs is missing or in a cycle.
   */
  public @Nullable Container effective(Container container) {
    Value rootfs = container.spec().at("rootfs");
    if (rootfs == null || container.rootfs() == null) {
      return container;
    }
    String name = Value.scalar(rootfs);
    Dict resolved =
        rootfs instanceof Dict inline ? flatten(inline) : name == null ? null : named(name);
    if (resolved == null) {
      return null;
    }
    Flat whole =
        name == null ? Flat.of(resolved) : byName.computeIfAbsent(name, n -> Flat.of(resolved));
    return container.withRootfs(whole.dict, whole.spec);
  }

  /** A resolved root file system; many containers share one. */
  private record Flat(Dict dict, RootfsSpec spec) {
    static Flat of(Dict resolved) {
      Dict whole =
          resolved.at("writable") == null ? resolved.with("writable", EPHEMERAL) : resolved;
      return new Flat(whole, RootfsSpec.of(whole));
    }
  }

  private @Nullable Dict named(String name) {
    Flat known = byName.get(name);
    return known == null ? flatten(Dict.EMPTY.with("from", new Text(name))) : known.dict;
  }

  /**
   * Walks down to a base that is flat, then extends upwards; without recursion, see {@link
   * CgroupPaths}.
   */
  private @Nullable Dict flatten(Dict spec) {
    Deque<Extension> chain = new ArrayDeque<>();
    Set<String> underway = new HashSet<>();
    Dict base = spec;
    String above = null;
    for (String from = spec.text("from"); from != null; from = base.text("from")) {
      chain.push(new Extension(above, base));
      Dict known = flat.get(from);
      Resource found = References.find(new ResourceId(Kind.ROOTFS, from), desired, inventory);
      if (found == null || !underway.add(from)) {
        return null;
      }
      base = known != null ? known : found.spec();
      above = from;
    }
    while (!chain.isEmpty()) {
      Extension extension = chain.pop();
      base = extend(base, extension.spec);
      if (extension.name != null) {
        flat.put(extension.name, base);
      }
    }
    return base;
  }

  private record Extension(@Nullable String name, Dict spec) {}

  private static Dict extend(Dict base, Dict top) {
    TreeMap<String, Value> merged = new TreeMap<>(top.entries());
    merged.remove("from");
    merged.put("layers", concatenation(base.items("layers"), top.items("layers")));
    merged.put("initLayer", initLayer(base.dict("initLayer"), top.dict("initLayer")));
    Value writable = base.at("writable");
    if (writable != null) {
      merged.putIfAbsent("writable", writable);
    }
    return new Dict(merged);
  }

  private static Dict initLayer(Dict base, Dict top) {
    TreeMap<String, Value> merged = new TreeMap<>(base.entries());
    merged.putAll(top.entries());
    if (base.at("resolvConf") instanceof Dict servers && !(top.at("resolvConf") instanceof Dict)) {
      merged.put("resolvConf", servers);
    }
    putUnlessEmpty(merged, "hosts", concatenation(base.items("hosts"), top.items("hosts")));
    putUnlessEmpty(merged, "files", files(base.items("files"), top.items("files")));
    return new Dict(merged);
  }

  private static void putUnlessEmpty(Map<String, Value> into, String key, Seq items) {
    if (!items.items().isEmpty()) {
      into.put(key, items);
    }
  }

  private static Seq files(List<Value> base, List<Value> top) {
    Map<String, Value> byPath = new LinkedHashMap<>();
    for (List<Value> files : List.of(base, top)) {
      for (Value file : files) {
        if (file instanceof Dict dict) {
          byPath.put(dict.text("path", ""), dict);
        }
      }
    }
    return new Seq(new ArrayList<>(byPath.values()));
  }

  private static Seq concatenation(List<Value> lower, List<Value> upper) {
    List<Value> all = new ArrayList<>(lower);
    all.addAll(upper);
    return new Seq(all);
  }
}
