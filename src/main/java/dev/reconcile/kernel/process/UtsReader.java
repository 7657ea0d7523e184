package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.kernel.libc.Pidfds;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads host names of other UTS namespaces, uts_namespaces(7). A thread has its own UTS namespace:
 * one thread does nothing else, and nobody notices where it is.
 */
final class UtsReader {
  /** Shows the name of the UTS namespace of whoever reads it. */
  private static final String HOSTNAME = "/proc/sys/kernel/hostname";

  private final Processes processes;
  private final ExecutorService wanderer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("uts-reader").daemon().factory());

  UtsReader(Processes processes) {
    this.processes = processes;
  }

  Reading<String> read(int pid, long startTime) {
    Future<Reading<String>> reading = wanderer.submit(() -> enterAndRead(pid, startTime));
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reading.Unreadable<>("host name of process " + pid, "interrupted");
    } catch (ExecutionException e) {
      String why = Objects.requireNonNullElse(e.getCause(), e).toString();
      return new Reading.Unreadable<>("host name of process " + pid, why);
    }
  }

  private Reading<String> enterAndRead(int pid, long startTime) {
    try (Pidfd process = Pidfd.open(pid)) {
      // Compared after the descriptor was opened: from here on it is this very process.
      if (process == null
          || !(processes.stat(pid) instanceof Reading.Present<Processes.ProcessStat>(var stat))
          || stat.startTime() != startTime) {
        return Reading.absent();
      }
      process.enter(Pidfds.CLONE_NEWUTS);
      return Reading.of(SmallFile.text(HOSTNAME).strip());
    } catch (KernelException e) {
      return new Reading.Unreadable<>("/proc/" + pid + "/ns/uts", e.errno());
    } catch (IOException e) {
      return new Reading.Unreadable<>(HOSTNAME, Errno.symbol(e));
    }
  }
}
