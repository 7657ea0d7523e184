package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** A host's facts for people. */
final class HostText {
  /** capabilities(7): what bounds the effective set of a process of root. */
  static final String CAPABILITY_REMEDY =
      "CapabilityBoundingSet= in the unit, or --cap-add where this host is itself a container";

  private HostText() {}

  static String of(HostFacts facts, List<Requirement> missing) {
    StringBuilder text = new StringBuilder();
    row(text, "Kernel", reading(facts.release()));
    row(text, "Cgroups", facts.cgroups().mode().name().toLowerCase(Locale.ROOT));
    row(text, "Namespaces", namespaces(facts));
    row(text, "Delegate", joined(facts.delegate()));
    row(text, "Features", joined(facts.features()));
    String lacking = String.join(" ", facts.missingCapabilities());
    row(text, "Lacking", lacking.isEmpty() ? "no capability" : lacking);
    text.append('\n').append(hierarchies(facts));
    text.append('\n').append(controllers(facts));
    for (String capability : facts.missingCapabilities()) {
      text.append("\nLacking: CAP_").append(capability).append("; get it with ");
      text.append(CAPABILITY_REMEDY).append('\n');
    }
    for (Requirement requirement : missing) {
      text.append("\nMissing: ").append(requirement.what());
      text.append("; get it with ").append(requirement.remedy()).append('\n');
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("%-11s %s%n", name, value));
  }

  private static String namespaces(HostFacts facts) {
    SortedMap<NamespaceType, Long> known = facts.namespaces().orNull();
    if (known == null) {
      return reading(facts.namespaces());
    }
    StringBuilder names = new StringBuilder();
    known.keySet().forEach(type -> names.append(names.isEmpty() ? "" : " ").append(type.link()));
    return names.toString();
  }

  private static String joined(Reading<List<String>> reading) {
    List<String> lines = reading.orNull();
    return lines == null ? reading(reading) : String.join(" ", lines);
  }

  private static String reading(Reading<?> reading) {
    return switch (reading) {
      case Reading.Present<?>(Object value) -> String.valueOf(value);
      case Reading.Recorded<?>(Object value) -> String.valueOf(value);
      case Reading.Absent<?> ignored -> "not there";
      case Reading.Unreadable<?>(String what, String why) -> "failed to read " + what + ": " + why;
    };
  }

  private static String hierarchies(HostFacts facts) {
    Table table = new Table("HIERARCHY", "VERSION", "MOUNTED", "CONTROLLERS");
    for (Hierarchy hierarchy : facts.cgroups().hierarchies()) {
      table.row(
          List.of(
              hierarchy.id(),
              "v" + hierarchy.version(),
              hierarchy.mountPoint(),
              String.join(" ", hierarchy.controllers())));
    }
    return table.text();
  }

  private static String controllers(HostFacts facts) {
    List<Controller> controllers = facts.controllers().orNull();
    if (controllers == null) {
      return "Controllers: " + reading(facts.controllers()) + "\n";
    }
    Table table = new Table("CONTROLLER", "USABLE", "GROUPS", "GET IT WITH");
    for (Controller controller : controllers) {
      table.row(
          List.of(
              controller.name(),
              Controllers.where(facts, controller),
              Integer.toString(controller.groups()),
              Controllers.remedy(facts, controller)));
    }
    for (Map.Entry<String, String> absent : Controllers.notInKernel(facts).entrySet()) {
      table.row(
          List.of(absent.getKey(), "not in this kernel", "", "a kernel with " + absent.getValue()));
    }
    return table.text();
  }
}
