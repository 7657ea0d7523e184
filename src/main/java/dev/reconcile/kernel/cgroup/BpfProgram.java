package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Bpf;
import dev.reconcile.kernel.libc.Libc;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded program of type {@code BPF_PROG_TYPE_CGROUP_DEVICE}; bpf(2), linux/bpf.h. A group keeps
 * what is attached to it alive, and lets go of it when it is removed.
 */
final class BpfProgram implements AutoCloseable {
  private static final Bpf C = Bpf.Holder.C;

  // enum bpf_cmd
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_DETACH = 9;
  private static final int BPF_PROG_GET_FD_BY_ID = 13;
  private static final int BPF_OBJ_GET_INFO_BY_FD = 15;
  private static final int BPF_PROG_QUERY = 16;

  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;
  private static final int BPF_F_ALLOW_MULTI = 2;
  private static final int BPF_F_REPLACE = 4;

  /**
   * {@code union bpf_attr} up to the last field that we set; the kernel takes the rest for zero.
   */
  private static final int ATTRIBUTES = 72;

  /** {@code struct bpf_prog_info} up to {@code char name[16]}. */
  private static final int INFO = 80;

  private static final int INFO_NAME = 64;
  private static final int NAME_BYTES = 16;

  /** BPF_CGROUP_MAX_PROGS: more cannot be attached to one group. */
  private static final int MOST_PROGRAMS = 64;

  private final int fd;
  private final String name;

  private BpfProgram(int fd, String name) {
    this.fd = fd;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Loads; the kernel's verifier has accepted it when this returns. */
  static BpfProgram load(String name, byte[] code) throws KernelException {
    Pointer instructions = Libc.memory(code.length);
    instructions.put(0, code, 0, code.length);
    byte[] license = {0};
    Pointer noLicense = Libc.memory(license.length);
    // prog_type, insn_cnt, insns, license, … name at 48, expected_attach_type at 68
    Pointer attributes = Libc.memory(ATTRIBUTES);
    attributes.putInt(0, BPF_PROG_TYPE_CGROUP_DEVICE);
    attributes.putInt(4, code.length / DeviceProgram.INSTRUCTION_BYTES);
    attributes.putPointer(8, instructions);
    attributes.putPointer(16, noLicense);
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    attributes.put(48, text, 0, text.length);
    attributes.putInt(68, BPF_CGROUP_DEVICE);
    int fd = call(BPF_PROG_LOAD, attributes);
    if (fd < 0) {
      throw refused("load device program", name, "v2 needs CONFIG_CGROUP_BPF and CAP_BPF");
    }
    return new BpfProgram(fd, name);
  }

  /** The first one at a group whose name begins so; null when there is none. */
  static @Nullable BpfProgram attached(int group, String prefix) throws KernelException {
    Pointer ids = Libc.memory(MOST_PROGRAMS * Integer.BYTES);
    // target_fd, attach_type, query_flags, attach_flags, prog_ids, prog_cnt
    Pointer query = Libc.memory(ATTRIBUTES);
    query.putInt(0, group);
    query.putInt(4, BPF_CGROUP_DEVICE);
    query.putPointer(16, ids);
    query.putInt(24, MOST_PROGRAMS);
    if (call(BPF_PROG_QUERY, query) < 0) {
      throw refused("list programs of cgroup", "", "v2 needs CONFIG_CGROUP_BPF and CAP_BPF");
    }
    for (int i = 0; i < query.getInt(24); i++) {
      BpfProgram program = byId(ids.getInt((long) i * Integer.BYTES));
      if (program != null && program.name.startsWith(prefix)) {
        return program;
      }
      if (program != null) {
        program.close();
      }
    }
    return null;
  }

  /** Null when it has gone meanwhile. */
  private static @Nullable BpfProgram byId(int id) throws KernelException {
    Pointer attributes = Libc.memory(ATTRIBUTES);
    attributes.putInt(0, id);
    int fd = call(BPF_PROG_GET_FD_BY_ID, attributes);
    if (fd < 0) {
      if (Libc.errno() == Errno.ENOENT.number()) {
        return null;
      }
      throw refused("open program", Integer.toString(id), "run as root with CAP_SYS_ADMIN");
    }
    // bpf_fd, info_len, info
    Pointer info = Libc.memory(INFO);
    Pointer ask = Libc.memory(ATTRIBUTES);
    ask.putInt(0, fd);
    ask.putInt(4, INFO);
    ask.putPointer(8, info);
    if (call(BPF_OBJ_GET_INFO_BY_FD, ask) < 0) {
      KernelException refused = refused("look at program", Integer.toString(id), "");
      C.close(fd);
      throw refused;
    }
    return new BpfProgram(fd, info.getString(INFO_NAME, NAME_BYTES, StandardCharsets.US_ASCII));
  }

  /**
   * Puts it in force.
   *
   * @param old what it takes the place of, in one step: there is no moment without either
   */
  void attach(int group, @Nullable BpfProgram old, String directory) throws KernelException {
    // target_fd, attach_bpf_fd, attach_type, attach_flags, replace_bpf_fd
    Pointer attributes = Libc.memory(ATTRIBUTES);
    attributes.putInt(0, group);
    attributes.putInt(4, fd);
    attributes.putInt(8, BPF_CGROUP_DEVICE);
    attributes.putInt(12, old == null ? BPF_F_ALLOW_MULTI : BPF_F_ALLOW_MULTI | BPF_F_REPLACE);
    attributes.putInt(16, old == null ? 0 : old.fd);
    if (call(BPF_PROG_ATTACH, attributes) < 0) {
      throw refused(
          "attach device program to",
          directory,
          "a group above may hold a program that permits no other: see bpftool cgroup tree");
    }
  }

  void detach(int group, String directory) throws KernelException {
    Pointer attributes = Libc.memory(ATTRIBUTES);
    attributes.putInt(0, group);
    attributes.putInt(4, fd);
    attributes.putInt(8, BPF_CGROUP_DEVICE);
    if (call(BPF_PROG_DETACH, attributes) < 0 && Libc.errno() != Errno.ENOENT.number()) {
      throw refused("detach device program from", directory, "");
    }
  }

  private static int call(int command, Pointer attributes) {
    return (int) C.syscall(Bpf.SYS_BPF, command, attributes, ATTRIBUTES);
  }

  private static KernelException refused(String operation, String path, String hint) {
    return new KernelException(operation, path, Errno.symbol(Libc.errno()), hint);
  }

  @Override
  public void close() {
    C.close(fd);
  }
}
