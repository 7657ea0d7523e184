package dev.reconcile.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/** What tests on the running kernel need; they skip aloud where it is not there. */
public final class RealKernel {
  private RealKernel() {}

  /** Skips unless the capabilities that an apply needs are effective. */
  public static void assumeRoot() throws IOException {
    List<String> missing = Capabilities.missing(SmallFile.text("/proc/self/status"));
    assumeTrue(!missing.contains("SYS_ADMIN"), "requires root: CAP_SYS_ADMIN is missing");
  }
}
