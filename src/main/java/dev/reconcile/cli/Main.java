package dev.reconcile.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The program's entry: {@code reconcile VERB}. The exit status is the verb's own.
 *
 * <p>Commands are built with picocli's model, not with its annotations: reading an annotation costs
 * a proxy class at each start.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    int status = run(args);
    System.out.flush();
    // Not exit(): it would set up the logging of java.base for the sake of one message.
    Runtime.getRuntime().halt(status);
  }

  static int run(String... args) {
    return new CommandLine(root()).execute(args);
  }

  private static CommandSpec root() {
    CommandSpec root = CommandSpec.create().name("reconcile");
    root.usageMessage().description("Keeps the containers of this host as YAML says.");
    root.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Prints this.").build());
    root.addSubcommand("version", Version.spec());
    return root;
  }
}
