package dev.reconcile.sim;

import dev.reconcile.kernel.process.Monitors.Started;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A start that is under way; whoever waits for it sees it end. */
final class Begun extends CompletableFuture<Started> {
  private final Runnable hurry;

  Begun(Runnable hurry) {
    this.hurry = hurry;
  }

  @Override
  public Started get() throws InterruptedException, ExecutionException {
    hurry.run();
    if (!isDone()) {
      throw new AssertionError("this start would be waited for in vain");
    }
    return super.get();
  }

  @Override
  public Started join() {
    hurry.run();
    return super.join();
  }
}
