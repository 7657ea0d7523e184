package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Spawns;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * Starts the helper by posix_spawn(3): a fork would copy the page tables of the whole JVM. The
 * child gets an empty environment, no blocked signal, and every signal's default action.
 */
final class Spawner {
  private static final Spawns C = Spawns.Holder.C;

  private Spawner() {}

  /** One of our descriptors and what it is in the child. */
  record Inherited(int ours, int childs) {}

  /** The child's PID. */
  static int spawn(List<String> command, List<Inherited> descriptors) throws KernelException {
    Pointer actions = Libc.memory(Spawns.OPAQUE_BYTES);
    Pointer attributes = Libc.memory(Spawns.OPAQUE_BYTES);
    C.posix_spawn_file_actions_init(actions.address());
    C.posix_spawnattr_init(attributes.address());
    try {
      for (Inherited descriptor : descriptors) {
        C.posix_spawn_file_actions_adddup2(
            actions.address(), descriptor.ours(), descriptor.childs());
      }
      cleanSignals(attributes);
      return spawn(command, actions, attributes);
    } finally {
      C.posix_spawnattr_destroy(attributes.address());
      C.posix_spawn_file_actions_destroy(actions.address());
      // Native memory goes with its Java object, and a call knows only addresses.
      Reference.reachabilityFence(actions);
      Reference.reachabilityFence(attributes);
    }
  }

  private static void cleanSignals(Pointer attributes) {
    Pointer set = Libc.memory(Spawns.SIGSET_BYTES);
    C.posix_spawnattr_setsigmask(attributes.address(), set.address());
    set.setMemory(0, Spawns.SIGSET_BYTES, (byte) 0xff);
    C.posix_spawnattr_setsigdefault(attributes.address(), set.address());
    Reference.reachabilityFence(set);
    C.posix_spawnattr_setflags(
        attributes.address(),
        (short) (Spawns.POSIX_SPAWN_SETSIGMASK | Spawns.POSIX_SPAWN_SETSIGDEF));
  }

  private static int spawn(List<String> command, Pointer actions, Pointer attributes)
      throws KernelException {
    List<Pointer> keep = new ArrayList<>();
    Pointer argv = Libc.strings(command, keep);
    Pointer environment = Libc.strings(List.of(), new ArrayList<>());
    Pointer pid = Libc.memory(Integer.BYTES);
    int errno =
        C.posix_spawn(
            pid.address(),
            keep.getFirst().address(),
            actions.address(),
            attributes.address(),
            argv.address(),
            environment.address());
    Reference.reachabilityFence(keep);
    Reference.reachabilityFence(argv);
    Reference.reachabilityFence(environment);
    if (errno != 0) {
      throw notStarted(command, errno);
    }
    return pid.getInt(0);
  }

  /**
   * Replaces this program by execve(2), with an empty environment: the virtual machine and its
   * threads are gone, and nobody stands between the caller's signals and the helper.
   *
   * @throws KernelException always, when it comes back at all
   */
  static void become(List<String> command) throws KernelException {
    List<Pointer> keep = new ArrayList<>();
    Pointer argv = Libc.strings(command, keep);
    Pointer environment = Libc.strings(List.of(), new ArrayList<>());
    try {
      C.execve(keep.getFirst().address(), argv.address(), environment.address());
      throw notStarted(command, Libc.errno());
    } finally {
      Reference.reachabilityFence(keep);
      Reference.reachabilityFence(argv);
      Reference.reachabilityFence(environment);
    }
  }

  private static KernelException notStarted(List<String> command, int errno) {
    return new KernelException(
        "start helper",
        command.getFirst(),
        Errno.symbol(errno),
        "install the program again, helper included");
  }

  /**
   * Waits for a child.
   *
   * @return its exit status, or 128 and the signal's number
   */
  static int await(int pid) throws KernelException {
    Pointer status = Libc.memory(Integer.BYTES);
    while (C.waitpid(pid, status.address(), 0) != pid) {
      int errno = Libc.errno();
      if (errno != Errno.EINTR.number()) {
        throw new KernelException(
            "wait for process", Integer.toString(pid), Errno.symbol(errno), "");
      }
    }
    // wait(2): WTERMSIG is the low seven bits, WEXITSTATUS the byte above.
    int ended = status.getInt(0);
    int signal = ended & 0x7f;
    return signal == 0 ? ended >> 8 & 0xff : 128 + signal;
  }
}
