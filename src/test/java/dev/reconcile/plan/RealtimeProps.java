package dev.reconcile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Shares of real-time CPU time, which siblings have to add up, from any state to any other. */
final class RealtimeProps {
  private static final DiffRequest.Options PRUNE =
      new DiffRequest.Options(true, false, false, false);

  @Provide
  Arbitrary<CgroupHost> hosts() {
    return Arbitraries.of(Objects.hybrid(), Objects.legacy());
  }

  /**
   * Two groups at the top, one of them with two levels below it; percentages of a processor, each
   * sum within what is above it.
   */
  @Provide
  Arbitrary<DesiredState> shares() {
    Arbitrary<Integer> percent = Arbitraries.integers().between(0, 100);
    Arbitrary<Integer> period = Arbitraries.of(100, 500, 1000);
    return Combinators.combine(percent, percent, percent, percent, percent, period, period)
        .as(
            (a, b, c, d, e, first, second) -> {
              int top = a * 45 / 100;
              int middle = b * top / 100;
              int left = c * middle / 100;
              int right = d * (middle - left) / 100;
              List<Resource> all = new ArrayList<>();
              all.add(group("top", null, top, 1000));
              all.add(group("middle", "top", middle, 1000));
              all.add(group("left", "middle", left, first));
              all.add(group("right", "middle", right, second));
              all.add(group("other", null, e * 45 / 100, second));
              return Objects.desired(all);
            });
  }

  private static Resource group(String name, @Nullable String parent, int percent, int millis) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("cpu.realtime.runtime", percent * millis * 10 + "us");
    fields.put("cpu.realtime.period", millis + "ms");
    if (parent != null) {
      fields.put("parent", parent);
    }
    return Objects.cgroup(name, fields);
  }

  @Property(tries = 200)
  void whoGivesWayComesBeforeWhoTakes(
      @ForAll("hosts") CgroupHost host,
      @ForAll("shares") DesiredState first,
      @ForAll("shares") DesiredState second) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.converge(first, Set.of(), PRUNE);
    ChangeSet end = run.converge(second, Set.of(), PRUNE);
    assertEquals(List.of(), end.refusals());
    assertEquals(List.of(), run.host.refused);
    assertTrue(run.diff(second, Set.of(), PRUNE).isClean());
  }
}
