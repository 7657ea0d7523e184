package dev.reconcile.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a test run where {@code mount(2)} and {@code clone(2)} with namespaces are permitted. */
final class RootCondition implements ExecutionCondition {

  /** Bit of CAP_SYS_ADMIN, capability.h. */
  private static final int SYS_ADMIN = 21;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    long effective = effectiveCapabilities(Path.of("/proc/self/status"));
    return (effective >>> SYS_ADMIN & 1) == 1
        ? ConditionEvaluationResult.enabled("CAP_SYS_ADMIN")
        : ConditionEvaluationResult.disabled("needs CAP_SYS_ADMIN: run as root");
  }

  /** The line {@code CapEff:\t000001ffffffffff}. */
  private static long effectiveCapabilities(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
        }
      }
      throw new IllegalStateException(status + " has no line CapEff");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
