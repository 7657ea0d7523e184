package dev.reconcile.sim;

import dev.reconcile.store.DurableFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The inventory's file: replaced as a whole or not at all, whenever the run is killed. */
final class FakeDurableFile implements DurableFile {
  private final Faults faults;
  byte @Nullable [] content;

  FakeDurableFile(Faults faults) {
    this.faults = faults;
  }

  @Override
  public byte @Nullable [] read() {
    byte[] now = content;
    return now == null ? null : now.clone();
  }

  @Override
  public void replace(byte[] next) throws IOException {
    faults.change("replace inventory", () -> content = next.clone());
  }
}
