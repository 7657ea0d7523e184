package dev.reconcile.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Shorthands for picocli's model. Everything is taken as text: what a value must look like is said
 * by whoever uses it, in one style.
 */
final class Options {
  private Options() {}

  /** An option without a value. */
  static void flag(CommandSpec spec, String names, String description) {
    spec.addOption(
        OptionSpec.builder(names.split(" "))
            .type(boolean.class)
            .arity("0")
            .description(description)
            .build());
  }

  /** An option with one value. */
  static void value(CommandSpec spec, String names, String label, String description) {
    spec.addOption(
        OptionSpec.builder(names.split(" "))
            .type(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  /** An option with one value that may be given again. */
  static void values(CommandSpec spec, String names, String label, String description) {
    spec.addOption(
        OptionSpec.builder(names.split(" "))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  /** The words that are not options. */
  static void words(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .paramLabel(label)
            .hideParamSyntax(true)
            .description(description)
            .build());
  }

  /** {@code -f}, {@code -R}: where manifests come from. */
  static void manifests(CommandSpec spec) {
    values(spec, "-f --filename", "PATH", "A manifest, a directory of them, or - for stdin.");
    flag(spec, "-R --recursive", "Directories with all that is below them.");
  }

  /** {@code --applyset}: who owns the objects. */
  static void owner(CommandSpec spec) {
    value(spec, "--applyset", "NAME", "The apply set that owns the objects (default: default).");
    flag(spec, "--take-ownership", "Moves objects that somebody else owns to this apply set.");
  }
}
