package dev.reconcile.sim;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * A container program as its monitor holds it; docs/helper-protocol.md.
 *
 * @param instructions each with its name first
 */
record Program(List<List<String>> instructions) {
  static Program read(byte[] file) throws KernelException {
    return new Program(Frames.readProgram(file));
  }

  /** Arguments of every instruction of this name, in order. */
  List<List<String>> all(String name) {
    List<List<String>> all = new ArrayList<>();
    for (List<String> instruction : instructions) {
      if (instruction.getFirst().equals(name)) {
        all.add(instruction.subList(1, instruction.size()));
      }
    }
    return all;
  }

  /** Arguments of {@code set KEY …}; empty when it is not set. */
  List<String> set(String key) {
    for (List<String> arguments : all("set")) {
      if (arguments.getFirst().equals(key)) {
        return arguments.subList(1, arguments.size());
      }
    }
    return List.of();
  }

  /** The one argument of {@code set KEY VALUE}; empty when it is not set. */
  String setting(String key) {
    List<String> arguments = set(key);
    return arguments.isEmpty() ? "" : arguments.getFirst();
  }
}
