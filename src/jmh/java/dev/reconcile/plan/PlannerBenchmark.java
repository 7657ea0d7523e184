package dev.reconcile.plan;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Differ;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Reading;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Diff and plan of many containers: ten times the objects may take at most twelve times the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlannerBenchmark {
  @Param({"1000", "10000", "100000"})
  int objects;

  private @Nullable DiffRequest request;

  /** Containers that do not exist yet, with a limit each, on pure v2. */
  @Setup
  public void request() {
    TreeMap<ResourceId, Resource> wanted = new TreeMap<>();
    Dict limits = Dict.EMPTY.with("memory", Dict.EMPTY.with("max", new Text("64Mi")));
    Dict spec = Dict.EMPTY.with("resources", limits);
    for (int i = 0; i < objects; i++) {
      Metadata metadata = new Metadata("c" + i, new TreeMap<>(), new TreeMap<>());
      Resource container = Resource.of(Kind.CONTAINER, metadata, SourceRef.NONE, spec);
      wanted.put(container.id(), container);
    }
    Hierarchy v2 =
        new Hierarchy(2, "/sys/fs/cgroup", "/", List.of("cpu", "cpuset", "memory", "pids"), "");
    LiveState live =
        new LiveState(
            "boot",
            new CgroupHost(List.of(v2)),
            Reading.absent(),
            new TreeMap<>(),
            new TreeMap<>(),
            Reading.absent(),
            HostParts.UNSEEN,
            List.of(),
            LiveHierarchies.NONE,
            List.of());
    request =
        new DiffRequest(
            new DesiredState(wanted),
            Set.of(),
            live,
            Inventory.EMPTY,
            Owner.applySet("default"),
            DiffRequest.Options.NONE,
            "/reconcile",
            "/var/lib/reconcile");
  }

  /** The pure part of an apply. */
  @Benchmark
  public Plan plan() {
    DiffRequest given = Objects.requireNonNull(request);
    return Planner.plan(given, Differ.diff(given));
  }
}
