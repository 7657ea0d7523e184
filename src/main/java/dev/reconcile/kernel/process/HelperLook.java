package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.LookRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The request {@code look}. */
final class HelperLook implements LookRequest {
  /** {@code u16 argc}, then the request's name. */
  private static final byte[] LOOK = "\1\0look\0".getBytes(StandardCharsets.US_ASCII);

  /** Fewer are read in the time of one exchange. */
  private static final int WORTH_ASKING = 16;

  /** Fewer are read in the time in which the helper starts. */
  private static final int WORTH_STARTING = 400;

  /** Requests that are answered in the time in which a helper starts. */
  private static final int WORTH_A_SECOND = 2;

  private final Helpers helpers;

  HelperLook(Helpers helpers) {
    this.helpers = helpers;
  }

  @Override
  public boolean isWorth(int directories) {
    return directories >= (helpers.isRunning() ? WORTH_ASKING : WORTH_STARTING);
  }

  @Override
  public void prepare() {
    helpers.prepare(false);
  }

  @Override
  public CompletableFuture<ByteBuffer> send(byte[] questions) throws KernelException {
    byte[] request = new byte[LOOK.length + questions.length];
    System.arraycopy(LOOK, 0, request, 0, LOOK.length);
    System.arraycopy(questions, 0, request, LOOK.length, questions.length);
    return helpers.idler(WORTH_A_SECOND).exchange(request);
  }
}
