package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A host's facts for programs; what could not be read is a map with {@code unreadable}. */
final class HostData {
  private HostData() {}

  static Dict of(HostFacts facts, List<Requirement> missing) {
    return Dict.EMPTY
        .with("kernel", reading(facts.release()))
        .with("cgroups", new Text(facts.cgroups().mode().name().toLowerCase(Locale.ROOT)))
        .with("namespaces", reading(facts.namespaces()))
        .with("delegate", reading(facts.delegate()))
        .with("features", reading(facts.features()))
        .with("missingCapabilities", texts(facts.missingCapabilities()))
        .with("hierarchies", hierarchies(facts))
        .with("controllers", controllers(facts))
        .with("missing", missing(missing));
  }

  private static Value reading(Reading<?> reading) {
    return switch (reading) {
      case Reading.Present<?>(Object value) -> value(value);
      case Reading.Recorded<?>(Object value) -> value(value);
      case Reading.Absent<?> ignored -> new Seq(List.of());
      case Reading.Unreadable<?>(String what, String why) ->
          Dict.EMPTY.with("unreadable", new Text(what + ": " + why));
    };
  }

  private static Value value(Object value) {
    return switch (value) {
      case Collection<?> lines -> texts(lines);
      case Map<?, ?> inodes -> links(inodes.keySet());
      default -> new Text(String.valueOf(value));
    };
  }

  private static Seq texts(Collection<?> items) {
    List<Value> texts = new ArrayList<>();
    items.forEach(item -> texts.add(new Text(String.valueOf(item))));
    return new Seq(texts);
  }

  private static Seq links(Collection<?> types) {
    List<Value> names = new ArrayList<>();
    for (Object type : types) {
      names.add(
          new Text(type instanceof NamespaceType known ? known.link() : String.valueOf(type)));
    }
    return new Seq(names);
  }

  private static Seq hierarchies(HostFacts facts) {
    List<Value> items = new ArrayList<>();
    for (Hierarchy hierarchy : facts.cgroups().hierarchies()) {
      items.add(
          Dict.EMPTY
              .with("id", new Text(hierarchy.id()))
              .with("version", new Num(hierarchy.version()))
              .with("mountPoint", new Text(hierarchy.mountPoint()))
              .with("controllers", texts(hierarchy.controllers())));
    }
    return new Seq(items);
  }

  private static Value controllers(HostFacts facts) {
    List<Controller> controllers = facts.controllers().orNull();
    if (controllers == null) {
      return reading(facts.controllers());
    }
    List<Value> items = new ArrayList<>();
    for (Controller controller : controllers) {
      Dict item =
          Dict.EMPTY
              .with("name", new Text(controller.name()))
              .with("usable", new Text(Controllers.where(facts, controller)))
              .with("groups", new Num(controller.groups()));
      String remedy = Controllers.remedy(facts, controller);
      items.add(remedy.isEmpty() ? item : item.with("remedy", new Text(remedy)));
    }
    Controllers.notInKernel(facts)
        .forEach(
            (name, option) ->
                items.add(
                    Dict.EMPTY
                        .with("name", new Text(name))
                        .with("remedy", new Text("a kernel with " + option))));
    return new Seq(items);
  }

  private static Seq missing(List<Requirement> missing) {
    List<Value> items = new ArrayList<>();
    for (Requirement requirement : missing) {
      items.add(
          Dict.EMPTY
              .with("what", new Text(requirement.what()))
              .with("remedy", new Text(requirement.remedy())));
    }
    return new Seq(items);
  }
}
