package dev.reconcile.execute;

import dev.reconcile.fields.Names;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.Container.NamespaceMode;
import dev.reconcile.model.Container.Restart;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.ProcessSpec;
import dev.reconcile.model.ProcessSpec.IoPriority;
import dev.reconcile.model.ProcessSpec.Rlimit;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.model.RootfsSpec.WritableType;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles a container into the straight line of instructions that the helper interprets. All
 * decisions about order are made here:
 *
 * <ol>
 *   <li>cgroups first, so that everything that follows is accounted to the container; but {@code
 *       cpu} late, since a small quota would throttle our own set-up;
 *   <li>mounts while the host's tree can still be seen;
 *   <li>the cgroup namespace after the last attach (its root is where the process then is), and
 *       cgroupfs after that;
 *   <li>masks after the mounts they mask;
 *   <li>the pivot, and identity last.
 * </ol>
 */
final class ContainerProgram {
  private final Container container;
  private final String leaf;
  private final ProgramContext context;
  private final ProgramBuilder program = new ProgramBuilder();

  private ContainerProgram(Container container, String leaf, ProgramContext context) {
    this.container = container;
    this.leaf = leaf;
    this.context = context;
  }

  /**
   * Compiles.
   *
   * @param container effective: its rootfs is inline and flattened
   * @param leaf its cgroup path
   */
  static List<List<String>> compile(Container container, String leaf, ProgramContext context) {
    return new ContainerProgram(container, leaf, context).compile();
  }

  private List<List<String>> compile() {
    monitorSettings();
    cloneSettings();
    attach(false);
    if (isPrivate(NamespaceType.NET)) {
      program.add("loopback");
    }
    fileSystem();
    if (isPrivate(NamespaceType.MNT)) {
      if (hasRootfs()) {
        program.add(pivot());
      }
    } else {
      lateAttach();
    }
    if (container.hostname() != null) {
      program.add("hostname", container.hostname());
    }
    process();
    return program.build();
  }

  private void monitorSettings() {
    program.add("set", "name", container.metadata().name());
    Restart restart = container.restart();
    program.add("set", "restart", restart.policy().manifestName());
    program.add(
        "set",
        "backoff",
        Long.toString(restart.initialBackoff().millis()),
        Long.toString(restart.maxBackoff().millis()),
        Long.toString(restart.resetAfter().millis()));
    boolean unbounded = restart.maxRetries() == Long.MAX_VALUE;
    program.add("set", "max-retries", unbounded ? "max" : Long.toString(restart.maxRetries()));
    program.add(
        "set", "stop-signal", Integer.toString(Names.signalNumber(container.stop().signal())));
    program.add("set", "grace", Long.toString(container.stop().gracePeriod().millis()));
    program.add("set", "log-size", Long.toString(container.logs().maxSize().bytes()));
    program.add("set", "log-files", Integer.toString(container.logs().maxFiles()));
    CgroupHost host = context.host();
    Hierarchy memory = host.of("memory");
    if (memory != null) {
      String file = memory.version() == 1 ? "/memory.oom_control" : "/memory.events";
      program.add("set", "oom-file", memory.directory(leaf) + file, "oom_kill");
    }
    Hierarchy unified = host.unified();
    if (unified != null) {
      program.add("set", "kill-file", unified.directory(leaf) + "/cgroup.kill");
    } else if (!host.hierarchies().isEmpty()) {
      program.add("set", "procs-file", host.hierarchies().get(0).directory(leaf) + "/cgroup.procs");
    }
  }

  private void cloneSettings() {
    List<String> types = new ArrayList<>();
    for (NamespaceType type :
        List.of(NamespaceType.PID, NamespaceType.UTS, NamespaceType.IPC, NamespaceType.NET)) {
      if (isPrivate(type)) {
        types.add(type.link());
      }
    }
    program.add(types, "set", "clone");
    Hierarchy unified = context.host().unified();
    if (unified != null) {
      program.add("set", "into-cgroup", unified.directory(leaf));
    }
  }

  private void attach(boolean cpu) {
    for (Hierarchy hierarchy : context.host().hierarchies()) {
      if (hierarchy.version() == 1 && hierarchy.controllers().contains("cpu") == cpu) {
        program.add("attach", hierarchy.attachFile(leaf));
      }
    }
  }

  private void lateAttach() {
    attach(true);
    if (isPrivate(NamespaceType.CGROUP)) {
      program.add("unshare", "cgroup");
    }
  }

  private void fileSystem() {
    if (!isPrivate(NamespaceType.MNT)) {
      program.add("host-root");
      return;
    }
    program.add("unshare", "mnt");
    program.add("propagation", hasRootfs() ? "private" : "slave");
    ContainerMounts mounts = new ContainerMounts(container, context, program);
    if (container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)) {
      mounts.root(rootfs);
      mounts.defaults();
    } else {
      program.add("host-root");
      mounts.hostRootDefaults();
    }
    mounts.fromManifest();
    lateAttach();
    if (isPrivate(NamespaceType.CGROUP)) {
      mounts.cgroupFs();
    }
    mounts.protectedPaths();
  }

  private String[] pivot() {
    boolean readonly =
        container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)
            && rootfs.writable() != null
            && rootfs.writable().type() == WritableType.NONE;
    return readonly ? new String[] {"pivot", "readonly"} : new String[] {"pivot"};
  }

  private void process() {
    ProcessSpec process = container.process();
    attributes(program, process);
    identity(program, process, context);
    program.add(process.args(), "exec");
  }

  /** What limits and ranks a process of the container; {@code exec} has the same. */
  static void attributes(ProgramBuilder program, ProcessSpec process) {
    program.add("umask", String.format("%04o", process.umask()));
    if (process.nice() != null) {
      program.add("nice", Integer.toString(process.nice()));
    }
    IoPriority io = process.ioPriority();
    if (io != null) {
      program.add("ioprio", io.ioClass(), Integer.toString(io.priority()));
    }
    if (process.oomScoreAdj() != null) {
      program.add("oom-score-adj", Integer.toString(process.oomScoreAdj()));
    }
    for (Rlimit limit : process.rlimits()) {
      program.add("rlimit", limit.type(), limit.soft(), limit.hard());
    }
  }

  /** Environment, user, rights and working directory; {@code exec} has the same. */
  static void identity(ProgramBuilder program, ProcessSpec process, ProgramContext context) {
    if (!process.env().containsKey("PATH")) {
      program.add("env", "PATH=" + ContainerDefaults.PATH);
    }
    process.env().forEach((key, value) -> program.add("env", key + "=" + value));
    program.add(
        process.additionalGids().stream().map(String::valueOf).toList(), "user", process.user());
    long mask =
        ContainerDefaults.capabilities(process.capabilities(), context.missingCapabilities());
    program.add("capabilities", Long.toHexString(mask));
    if (process.noNewPrivileges()) {
      program.add("no-new-privileges");
    }
    program.add("cwd", process.cwd());
  }

  private boolean hasRootfs() {
    return container.rootfs() != null;
  }

  private boolean isPrivate(NamespaceType type) {
    return container.namespaces().get(type) == NamespaceMode.PRIVATE;
  }
}
