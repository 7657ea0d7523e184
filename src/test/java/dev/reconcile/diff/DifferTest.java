package dev.reconcile.diff;

import static dev.reconcile.plan.Objects.cgroup;
import static dev.reconcile.plan.Objects.container;
import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Reading;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Objects;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason to refuse a run that needs no live object, by a sentence. */
final class DifferTest {
  private static final Owner OTHER = Owner.sync("shop");

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(
            "a missing reference",
            Objects.hybrid(),
            List.of(),
            "cgroup: cgroup/app is neither in the input nor applied; add it or correct the name",
            container("web", Map.of("cgroup", "app"))),
        refused(
            "a cycle names its edges",
            Objects.hybrid(),
            List.of(),
            "parent: these form a cycle: cgroup/a parent cgroup/b, cgroup/b parent cgroup/a; remove"
                + " one of them",
            cgroup("a", Map.of("parent", "b")),
            cgroup("b", Map.of("parent", "a"))),
        refused(
            "containers that wait for each other",
            Objects.hybrid(),
            List.of(),
            "dependsOn: these form a cycle: container/a dependsOn container/b, container/b"
                + " dependsOn container/a; remove one of them",
            container("a", Map.of("dependsOn", "[name=b]")),
            container("b", Map.of("dependsOn", "[name=a]"))),
        refused(
            "a Cgroup and a Container of one name have one path",
            Objects.hybrid(),
            List.of(),
            "cgroup: the cgroup /reconcile/web is claimed by cgroup/web (web.yaml:1:1); rename one"
                + " of them or give it another parent",
            cgroup("web", Map.of()),
            container("web", Map.of())),
        refused(
            "another owner's object",
            Objects.hybrid(),
            List.of(cgroup("app", Map.of())),
            ": cgroup/app is owned by sync/shop, not by applyset/default; remove it from one of"
                + " them, or move it with --take-ownership",
            cgroup("app", Map.of())),
        refused(
            "a v2 field where the controller is on v1",
            Objects.hybrid(),
            List.of(),
            "memory.high: memory.high is v2 only; this host has memory on v1 at"
                + " /sys/fs/cgroup/memory; use memory.softLimit there, or boot with"
                + " systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all to have every controller on"
                + " v2",
            cgroup("app", Map.of("memory.high", "1Gi"))),
        refused(
            "a processor that the group above does not have",
            Objects.hybrid(),
            List.of(),
            "cpuset.cpus: cpuset.cpus 0-1 is not within the 0 of the group above, /reconcile/app,"
                + " and v1 takes no child that has more; widen that one, or narrow this",
            cgroup("app", Map.of("cpuset.cpus", "0")),
            cgroup("tier", Map.of("parent", "app", "cpuset.cpus", "0-1"))),
        refused(
            "more CPU time than the group above",
            Objects.hybrid(),
            List.of(),
            "cpu.max: cpu.max 2 is more than the 500m of the group above, /reconcile/app,"
                + " and v1 takes no child that has more; widen that one, or narrow this",
            cgroup("app", Map.of("cpu.max", "500m")),
            cgroup("tier", Map.of("parent", "app", "cpu.max", "2"))),
        refused(
            "more real-time CPU time than the group above",
            Objects.hybrid(),
            List.of(),
            "cpu.realtime.runtime: with its siblings it wants 10.0% of a processor for real-time"
                + " tasks, which is more than the 0.0% of the group above, /reconcile/app, and v1"
                + " takes no child that has more; widen that one, or narrow this",
            cgroup("app", Map.of()),
            cgroup("tier", Map.of("parent", "app", "cpu.realtime.runtime", "100ms"))),
        refused(
            "swap without memory on v1",
            Objects.hybrid(),
            List.of(),
            "memory.swapMax: cgroup v1 bounds the sum of memory and swap, so memory.swapMax 1Gi"
                + " needs memory.max; add memory.max",
            cgroup("app", Map.of("memory.swapMax", "1Gi"))),
        refused(
            "a quota below what the kernel takes names the smallest",
            Objects.unified(),
            List.of(),
            "cpu.max: cpu.max 5m of a period of 100ms is below the kernel's 1ms; the smallest is"
                + " 10m, or give a longer cpu.period",
            cgroup("app", Map.of("cpu.max", "5m"))),
        refused(
            "the program's own group",
            Objects.unified(),
            List.of(),
            "path: the cgroup /reconcile is the program's own; choose another path",
            cgroup("all", Map.of("path", "/reconcile"))));
  }

  private static Arguments refused(
      String sentence, CgroupHost host, List<Resource> owned, String message, Resource... desired) {
    return Arguments.of(sentence, host, owned, message, desired(desired));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refuses(
      String sentence,
      CgroupHost host,
      List<Resource> owned,
      String message,
      DesiredState desired) {
    List<Refusal> refusals = diff(host, owned, desired, Set.of()).refusals();
    assertEquals(
        List.of(message),
        refusals.stream().map(r -> r.path() + ": " + r.message()).toList(),
        sentence);
  }

  @Test
  void adoptedGroupThatIsNotThereIsOnRecordAndWaits() {
    Resource slice =
        cgroup("slice", Map.of("path", "/system.slice", "lifecycle", "adopted", "pids.max", "10"));

    ChangeSet first = diff(Objects.unified(), List.of(), desired(slice), Set.of());

    assertEquals(
        List.of(
            "cgroup/slice: Pending: the cgroup /system.slice is not there yet; its limits are set"
                + " when it appears"),
        first.notes());
    Change change = first.changes().get(slice.id());
    assertTrue(
        change instanceof Change.Update update && update.fields().isEmpty(), "only a record");
  }

  @Test
  void whatIsBelowAnAdoptedGroupThatIsNotThereWaitsToo() {
    Resource slice = cgroup("slice", Map.of("path", "/system.slice", "lifecycle", "adopted"));
    Resource below = cgroup("below", Map.of("parent", "slice"));

    ChangeSet changes = diff(Objects.unified(), List.of(), desired(slice, below), Set.of());

    assertEquals(
        new Change.Skip(
            below.id(),
            "it needs cgroup/slice, which is Pending: the cgroup /system.slice is not there yet"),
        changes.changes().get(below.id()));
  }

  static Stream<Arguments> deletions() {
    Resource app = cgroup("app", Map.of());
    Resource web = container("web", Map.of("cgroup", "app"));
    return Stream.of(
        Arguments.of(
            List.of(app.id()),
            List.of(
                app.id()
                    + " is still used by container/web; delete these too, or let them use"
                    + " another")),
        Arguments.of(List.of(app.id(), web.id()), List.of()));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void whatIsUsedCannotGoAlone(List<ResourceId> delete, List<String> messages) {
    List<Resource> owned =
        List.of(cgroup("app", Map.of()), container("web", Map.of("cgroup", "app")));
    DiffRequest request =
        request(
            Objects.hybrid(),
            owned,
            DesiredState.EMPTY,
            Set.copyOf(delete),
            Owner.applySet("default"));
    assertEquals(messages, Differ.diff(request).refusals().stream().map(Refusal::message).toList());
  }

  private static ChangeSet diff(
      CgroupHost host, List<Resource> owned, DesiredState desired, Set<ResourceId> delete) {
    return Differ.diff(request(host, owned, desired, delete, OTHER));
  }

  private static DiffRequest request(
      CgroupHost host,
      List<Resource> owned,
      DesiredState desired,
      Set<ResourceId> delete,
      Owner owner) {
    TreeMap<ResourceId, Entry> entries = new TreeMap<>();
    owned.forEach(r -> entries.put(r.id(), new Entry(owner, r, null, false, new TreeMap<>(), 0)));
    LiveState live =
        new LiveState(
            "boot",
            host,
            Reading.absent(),
            new TreeMap<>(),
            new TreeMap<>(),
            Reading.absent(),
            HostParts.UNSEEN,
            List.of(),
            LiveHierarchies.NONE,
            List.of());
    return new DiffRequest(
        desired,
        delete,
        live,
        new Inventory(1, "boot", entries),
        Owner.applySet("default"),
        DiffRequest.Options.NONE,
        "/reconcile",
        "/var/lib/reconcile");
  }
}
