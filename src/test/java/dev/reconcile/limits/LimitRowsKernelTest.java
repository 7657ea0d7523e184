package dev.reconcile.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.Report;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.fields.limits.LimitField;
import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.limits.Sample.File;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the limit table on the running kernel: applied, read back, applied again without a
 * write, healed, and back at the kernel's default when the field leaves.
 */
@RealKernel
class LimitRowsKernelTest {
  @TempDir static Path directory;

  static Stream<Sample> samples() {
    return Samples.all(Parts.here()).stream();
  }

  @Test
  void everyRowHasASample() {
    List<String> rows = LimitTable.fields().stream().map(LimitField::path).toList();
    assertEquals(rows.stream().sorted().toList(), samples().map(Sample::row).sorted().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void isAppliedReadBackHealedAndTakenBack(Sample sample) throws IOException {
    try (Groups groups = new Groups(directory)) {
      String yaml = Groups.cgroup("row", sample.spec());
      Report first = groups.apply(yaml);
      skipWhereTheHostHasNone(first);
      assertTrue(first.succeeded(), first.outcomes().toString());
      List<File> files = here(groups, sample);
      String group = sample.group();
      holds(groups, group, files);
      Report second = groups.apply(yaml);
      assertTrue(second.firstPlan().isEmpty(), second.firstPlan().toString());
      for (File file : files) {
        String name = file.name().equals("devices.list") ? "devices.allow" : file.name();
        groups.echo(hierarchy(groups, file), group, name, echo(groups, file));
        if (!file.echo().equals("(parent)")) {
          Report healed = groups.apply(yaml);
          assertFalse(healed.firstPlan().isEmpty(), file.name() + " was not seen to drift");
          assertTrue(healed.succeeded(), healed.outcomes().toString());
          holds(groups, group, files);
        }
      }
      assertTrue(groups.apply(Groups.cgroup("row", sample.bare())).succeeded());
      for (File file : files) {
        assertEquals(reset(groups, file), held(groups, group, file), file.name());
      }
    }
  }

  /** Aloud, with what the program says to people. */
  private static void skipWhereTheHostHasNone(Report report) {
    for (Refusal refusal : report.refusals()) {
      String why = refusal.message();
      assumeTrue(
          !why.contains(" only; ") && !why.contains("does not have") && !why.contains("has no "),
          why);
    }
    assertEquals(List.of(), report.refusals());
    report
        .outcomes()
        .values()
        .forEach(
            outcome ->
                assumeTrue(
                    !outcome.message().contains("this kernel does not have"), outcome.message()));
  }

  private static List<File> here(Groups groups, Sample sample) {
    List<File> here = new ArrayList<>();
    for (File file : sample.files()) {
      if (hierarchyOrNull(groups, file) != null) {
        here.add(file);
      }
    }
    assertFalse(here.isEmpty(), "the program found a file that the sample does not know");
    return here;
  }

  private static @Nullable Hierarchy hierarchyOrNull(Groups groups, File file) {
    Hierarchy at =
        file.controller().equals("cgroup")
            ? groups.host.unified()
            : groups.host.of(file.controller());
    boolean core = file.name().equals("cgroup.freeze") && groups.host.unified() == null;
    return at == null || core || at.version() != file.version() || shadowed(groups, file)
        ? null
        : at;
  }

  /** Where v2 is mounted it does the freezing; v1's devices come before v2's program. */
  private static boolean shadowed(Groups groups, File file) {
    if (file.name().equals(DeviceRules.FILE)) {
      return groups.host.of("devices") != null;
    }
    return file.name().equals("freezer.state") && groups.host.unified() != null;
  }

  private static Hierarchy hierarchy(Groups groups, File file) {
    Hierarchy found = hierarchyOrNull(groups, file);
    assertTrue(found != null, file.name());
    return java.util.Objects.requireNonNull(found);
  }

  private static void holds(Groups groups, String group, List<File> files) {
    for (File file : files) {
      assertEquals(file.held(), held(groups, group, file), file.name());
    }
  }

  /** The whole file, its line for the same key, or the word of the root group's line. */
  private static @Nullable String held(Groups groups, String group, File file) {
    String text = groups.cat(hierarchy(groups, file), group, file.name());
    if (text != null && group.equals("/")) {
      List<String> words = List.of(text.split("[ \\n]", -1));
      return words.contains(file.held()) ? file.held() : "ctrl=auto";
    }
    String key = file.held().substring(0, file.held().indexOf(' ') + 1);
    boolean keyed = !key.isEmpty() && (file.reset() == null || file.reset().startsWith(key));
    if (text == null || !keyed) {
      return text;
    }
    // The kernel ends the lines of rdma.max with a space.
    return text.lines()
        .filter(line -> line.startsWith(key))
        .map(String::stripTrailing)
        .findFirst()
        .orElse(null);
  }

  /** v1 cpusets do not inherit by themselves: their default is what the parent has. */
  private static @Nullable String reset(Groups groups, File file) {
    if (file.version() == 2 && file.controller().equals("cpuset") && "".equals(file.reset())) {
      // All that the host has is the same as nothing of one's own.
      String all = groups.cat(hierarchy(groups, file), "/", file.name() + ".effective");
      return file.held().equals(all) ? all : "";
    }
    return "(parent)".equals(file.reset()) ? parent(groups, file) : file.reset();
  }

  private static String echo(Groups groups, File file) {
    return file.echo().equals("(parent)") ? parent(groups, file) : file.echo();
  }

  private static String parent(Groups groups, File file) {
    return String.valueOf(groups.cat(hierarchy(groups, file), "/", file.name()));
  }
}
