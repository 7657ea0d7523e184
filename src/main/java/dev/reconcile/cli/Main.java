package dev.reconcile.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry: {@code reconcile VERB}. The exit status is the verb's own. */
@Command(
    name = "reconcile",
    description = "Keeps the containers of this host as YAML says.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = Version.class)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
