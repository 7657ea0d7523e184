package dev.reconcile.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The table of verbs. A verb's class is loaded when it is the one that was asked for. */
final class Verbs {
  private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

  static {
    DESCRIPTIONS.put("apply", "Makes the host as the manifests say.");
    DESCRIPTIONS.put("diff", "Shows what differs between manifests and host.");
    DESCRIPTIONS.put("plan", "Shows the steps that apply would take.");
    DESCRIPTIONS.put("get", "Lists objects and how they are.");
    DESCRIPTIONS.put("describe", "Shows all about one object.");
    DESCRIPTIONS.put("events", "Shows what happened to objects.");
    DESCRIPTIONS.put("delete", "Removes objects, and only what is ours.");
    DESCRIPTIONS.put("validate", "Checks manifests; needs no root.");
    DESCRIPTIONS.put("explain", "Explains a kind or a field.");
    DESCRIPTIONS.put("wait", "Waits until an object is ready, deleted or has exited.");
    DESCRIPTIONS.put("exec", "Runs a command in a container.");
    DESCRIPTIONS.put("restart", "Ends a container's process and starts it again.");
    DESCRIPTIONS.put("logs", "Prints what a container has written.");
    DESCRIPTIONS.put("top", "Shows what is used, and its limits.");
    DESCRIPTIONS.put("host", "Shows what this host offers.");
    DESCRIPTIONS.put("service", "Keeps every Sync true, as a service.");
    DESCRIPTIONS.put("version", "Prints the program's version.");
    DESCRIPTIONS.put("completion", "Prints a completion script for bash, zsh or fish.");
  }

  private Verbs() {}

  /** Every verb with its description, in the order in which help lists them. */
  static Map<String, String> all() {
    return DESCRIPTIONS;
  }

  static Set<String> names() {
    return DESCRIPTIONS.keySet();
  }

  /** Null when there is no such verb. */
  static @Nullable Verb create(String name) {
    return switch (name) {
      case "apply" -> new Apply();
      case "diff" -> new Diff();
      case "plan" -> new PlanVerb();
      case "get" -> new Get();
      case "describe" -> new Describe();
      case "events" -> new Events();
      case "delete" -> new Delete();
      case "validate" -> new Validate();
      case "explain" -> new Explain();
      case "wait" -> new WaitVerb();
      case "exec" -> new Exec();
      case "restart" -> new Restart();
      case "logs" -> new Logs();
      case "top" -> new Top();
      case "host" -> new HostVerb();
      case "service" -> new ServiceVerb();
      case "version" -> new Version();
      case "completion" -> new Completion();
      default -> later(name);
    };
  }

  private static @Nullable Verb later(String name) {
    boolean contract =
        switch (name) {
          case "attach",
              "changes",
              "convert",
              "history",
              "images",
              "resume",
              "rollback",
              "suspend",
              "sync" ->
              true;
          default -> false;
        };
    return contract ? new NotYet() : null;
  }

  /** The verb's whole command line, global options included. */
  static CommandSpec spec(String name, Verb verb) {
    CommandSpec spec = CommandSpec.create().name("reconcile " + name);
    String description = DESCRIPTIONS.get(name);
    spec.usageMessage().description(description == null ? "" : description);
    verb.declare(spec);
    Settings.declare(spec);
    return spec;
  }
}
