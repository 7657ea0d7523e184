package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.KernelException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** The helper's request {@code look}, docs/helper-protocol.md: many directories in one exchange. */
public interface LookRequest {
  /** Whether the helper is faster for so many directories, its start included if need be. */
  boolean isWorth(int directories);

  /** Has the helper start meanwhile, unless it runs. */
  default void prepare() {}

  /**
   * Sends one request; several may be under way.
   *
   * @param questions as they stand in the frame: an instruction for each directory
   * @return completes with the answers (little endian), or with the {@link KernelException}
   */
  CompletableFuture<ByteBuffer> send(byte[] questions) throws KernelException;
}
