package dev.reconcile.execute;

import java.util.ArrayList;
import java.util.List;

/** Collects the instructions of a container program; docs/helper-protocol.md. */
final class ProgramBuilder {
  private final List<List<String>> instructions = new ArrayList<>();

  /** Appends one instruction. */
  ProgramBuilder add(String... words) {
    instructions.add(List.of(words));
    return this;
  }

  /** Appends one instruction with a list of arguments at its end. */
  ProgramBuilder add(List<String> arguments, String... words) {
    List<String> instruction = new ArrayList<>(List.of(words));
    instruction.addAll(arguments);
    instructions.add(List.copyOf(instruction));
    return this;
  }

  List<List<String>> build() {
    return List.copyOf(instructions);
  }
}
