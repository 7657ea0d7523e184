package dev.reconcile.engine;

import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.model.Digests;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What every look at a host needs once, begun on another processor while manifests are read:
 * binding C functions and setting up JSON take as long as reading some dozens of manifests. What
 * only containers need waits until it is known that there are some: where there are two processors,
 * the compiler needs the other one.
 */
public final class HeadStart {
  /**
   * As many groups as may be looked at without the helper, which is asked from 400 directories on:
   * on v2 alone a group has one. On v1, where it has a dozen, more than 33 do not need this.
   */
  private static final int FEW = 399;

  private HeadStart() {}

  /** Begins it; whoever needs a part of it earlier waits for that part alone. */
  public static void begin(Environment environment) {
    Path inventory = environment.inventory();
    start(() -> run(Files.exists(inventory)));
  }

  /** Goes on, once it is known what is named. */
  public static void goOn(Collection<ResourceId> named) {
    if (named.size() <= FEW) {
      start(LinuxKernel::bindForFew);
    }
    for (ResourceId id : named) {
      if (id.kind() == Kind.CONTAINER) {
        start(HeadStart::runForContainers);
        return;
      }
    }
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().name("head-start").daemon().start(work);
  }

  /**
   * What all need, on this thread. JSON last: a caller with few manifests comes to the inventory
   * first, and would wait for what it can make ready by itself.
   *
   * @param hasInventory whether there is an inventory to be read
   */
  public static void run(boolean hasInventory) {
    LinuxKernel.bind();
    if (hasInventory) {
      try {
        InventoryStore.warmUp();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What containers need besides, on this thread. */
  public static void runForContainers() {
    LinuxKernel.bindForContainers();
    Digests.sha256("");
  }
}
