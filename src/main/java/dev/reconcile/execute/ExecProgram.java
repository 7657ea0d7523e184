package dev.reconcile.execute;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.NamespaceMode;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles a command that joins a running container: all of its namespaces, its cgroup, and the
 * limits and rights of its process.
 */
public final class ExecProgram {
  private ExecProgram() {}

  /**
   * Compiles.
   *
   * @param container as applied
   * @param leaf its cgroup path
   * @param init its PID 1, alive
   * @param args the command
   */
  public static List<List<String>> compile(
      Container container, String leaf, LiveProcess init, LiveState live, List<String> args) {
    ProgramBuilder program = new ProgramBuilder();
    String pid = Integer.toString(init.pid());
    program.add(joined(container), "join", pid, Long.toString(init.startTime()));
    for (Hierarchy hierarchy : live.host().hierarchies()) {
      program.add("attach", hierarchy.attachFile(leaf));
    }
    program.add("root-of", pid);
    ProcessSpec process = container.process();
    ContainerProgram.attributes(program, process);
    ContainerProgram.identity(
        program,
        process,
        new ProgramContext(
            live.host(), Path.of("/"), Path.of("/"), live.missingCapabilities(), false));
    program.add(args, "exec");
    return program.build();
  }

  private static List<String> joined(Container container) {
    List<String> types = new ArrayList<>();
    for (Map.Entry<NamespaceType, NamespaceMode> namespace : container.namespaces().entrySet()) {
      if (namespace.getValue() == NamespaceMode.PRIVATE) {
        types.add(namespace.getKey().link());
      }
    }
    return types;
  }
}
