package dev.reconcile.layers;

import java.io.IOException;
import java.nio.file.Path;

/** What extraction needs of the kernel beyond java.nio. */
public interface Privileged {
  /** mknod(2) of a character device 0:0: overlayfs's whiteout. */
  void whiteout(Path path) throws IOException;

  /** lsetxattr(2). */
  void setXattr(Path path, String name, byte[] value) throws IOException;
}
