package dev.reconcile.kernel.libc;

/** Device nodes, mknod(2). */
public interface Nodes {
  /** Bound on first use. */
  final class Holder {
    public static final Nodes C = Libc.bind(Nodes.class);

    private Holder() {}
  }

  /** A character device in {@code mode}, inode(7). */
  int S_IFCHR = 0020000;

  int mknod(CharSequence path, int mode, long device);
}
