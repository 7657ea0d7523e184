package dev.reconcile.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and SIGTERM while something is being changed: the first asks the run to finish the step at
 * hand and report, a second one stops at once and is as safe as SIGKILL.
 *
 * <p>The virtual machine turns the first signal into its shutdown, whose hook waits until the run
 * has reported; the program then ends with the run's own exit status.
 */
final class Interrupts implements AutoCloseable {
  private final CountDownLatch reported = new CountDownLatch(1);
  private final Thread hook;

  Interrupts(Runnable ask) {
    hook = new Thread(() -> wind(ask), "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void wind(Runnable ask) {
    Signal.handle(new Signal("INT"), SignalHandler.SIG_DFL);
    Signal.handle(new Signal("TERM"), SignalHandler.SIG_DFL);
    ask.run();
    try {
      reported.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended. In a shutdown nobody is let go: the program's end is near anyway. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook holds the virtual machine until Main has printed the report and halts it.
    }
  }
}
