package dev.reconcile.cli;

import java.io.PrintStream;
import java.util.Map;

/** What {@code reconcile --help} prints: a line per verb. */
final class Help {
  private Help() {}

  static void overview(PrintStream out) {
    out.println("Keeps the containers of this host as YAML says.");
    out.println();
    out.println("Usage: reconcile VERB [OPTION]... [WORD]...");
    out.println();
    for (Map.Entry<String, String> verb : Verbs.all().entrySet()) {
      out.println(String.format("  %-11s %s", verb.getKey(), verb.getValue()));
    }
    out.println();
    out.println("'reconcile VERB --help' lists a verb's options.");
  }
}
