package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/** bpf(2), for which the C library has no wrapper, and the directory that programs attach to. */
public interface Bpf {
  /** Bound on first use. */
  final class Holder {
    public static final Bpf C = Libc.bind(Bpf.class);

    private Holder() {}
  }

  /** It is older than the numbers that all architectures share. */
  int SYS_BPF = "aarch64".equals(System.getProperty("os.arch")) ? 280 : 321;

  /**
   * One command.
   *
   * @param attributes {@code union bpf_attr}, linux/bpf.h; unused bytes are zero
   */
  long syscall(long number, long command, Pointer attributes, long size);

  int open(CharSequence path, int flags);

  int close(int fd);
}
