package dev.reconcile.engine;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.layers.LayerStore;
import dev.reconcile.layers.Privileged;
import dev.reconcile.store.DurableFile;
import dev.reconcile.store.HostLock;
import dev.reconcile.store.InventoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The parts of a reconciler on the real kernel. */
final class RealParts {
  private RealParts() {}

  static Parts of(Environment environment) {
    Kernel kernel = LinuxKernel.open(environment.helper());
    Path inventory = environment.inventory();
    return new Parts(
        environment,
        kernel,
        new InventoryStore(DurableFile.at(inventory), inventory.toString()),
        () -> HostLock.acquire(environment.stateDir(), environment.lockTimeout()),
        new DiskPreparation(
            new LayerStore(environment.stateDir(), privileged(kernel.files())),
            environment.stateDir()),
        InstantSource.system());
  }

  private static Privileged privileged(FileTree files) {
    return new Privileged() {
      @Override
      public void whiteout(Path path) throws IOException {
        files.whiteout(path);
      }

      @Override
      public void setXattr(Path path, String name, byte[] value) throws IOException {
        files.setXattr(path, name, value);
      }
    };
  }
}
