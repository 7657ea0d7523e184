package dev.reconcile.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes a line per test to {@code target/test-results/java-PID.tap}, as the other lanes do, so
 * that what was skipped is counted and its reason shown at the end of a run.
 *
 * <pre>
 * ok - DifferTest.findsTheOneField
 * not ok - PlannerProps.isStable
 * ok - MountKernelTest.mounts # SKIP needs CAP_SYS_ADMIN: run as root
 * </pre>
 */
public final class TapListener implements TestExecutionListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private @Nullable TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          lines.add("ok - " + name(test));
        }
      }
      case ABORTED ->
          skip(test, result.getThrowable().map(Throwable::getMessage).orElse("aborted"));
      // A container that fails, in @BeforeAll say, has failed even if none of its tests ran.
      case FAILED -> lines.add("not ok - " + name(test));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skip(test, reason);
  }

  private void skip(TestIdentifier skipped, String reason) {
    List<TestIdentifier> tests =
        skipped.isTest()
            ? List.of(skipped)
            : requireNonNull(plan).getDescendants(skipped).stream()
                .filter(TestIdentifier::isTest)
                .toList();
    for (TestIdentifier test : tests) {
      lines.add("ok - " + name(test) + " # SKIP " + reason.lines().findFirst().orElse("no reason"));
    }
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .map(
            source ->
                switch (source) {
                  case MethodSource m ->
                      simple(m.getClassName()) + "." + m.getMethodName() + arguments(test);
                  case ClassSource c -> simple(c.getClassName());
                  default -> test.getDisplayName();
                })
        .orElse(test.getDisplayName());
  }

  /**
   * The display name of one invocation of a parameterized test; a plain one is called {@code f()}.
   */
  private static String arguments(TestIdentifier test) {
    return test.getDisplayName().endsWith(")") ? "" : " " + test.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    Path file = Path.of("target/test-results/java-" + ProcessHandle.current().pid() + ".tap");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
