package dev.reconcile.engine;

import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.model.Digests;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What every look at a host needs once, begun on another processor while manifests are read:
 * binding C functions, finding SHA-256 and setting up JSON take as long as reading some dozens of
 * manifests.
 */
public final class HeadStart {
  private HeadStart() {}

  /** Begins it; whoever needs a part of it earlier waits for that part alone. */
  public static void begin() {
    Thread.ofPlatform().name("head-start").daemon().start(HeadStart::run);
  }

  /** All of it, on this thread. */
  public static void run() {
    LinuxKernel.bind();
    Digests.sha256("");
    try {
      InventoryStore.warmUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
