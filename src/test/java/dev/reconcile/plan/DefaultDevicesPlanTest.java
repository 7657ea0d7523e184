package dev.reconcile.plan;

import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.diff.Differ;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Reading;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every container has the default device list, as far as its host and the groups above let it. */
final class DefaultDevicesPlanTest {
  private static final String WEB = ModelHost.ROOT + "/web";
  private static final Dict TUN = rule("c", 10, 200);
  private static final Dict FUSE = rule("c", 10, 229);

  static Stream<Arguments> hosts() {
    return Stream.of(
        Arguments.of(Objects.hybrid(), "devices", "devices.list", DefaultDevices.EVERYTHING),
        Arguments.of(Objects.unified(), "v2", DeviceRules.FILE, DeviceRules.NO_PROGRAM));
  }

  private static Dict rule(String type, long major, long minor) {
    return Dict.EMPTY
        .with("type", new Text(type))
        .with("major", new Num(major))
        .with("minor", new Num(minor))
        .with("access", new Text("rw"));
  }

  private static DesiredState web(Dict resources) {
    return desired(object(Kind.CONTAINER, "web", Dict.EMPTY.with("resources", resources)));
  }

  private static Dict devices(String list, Dict rule) {
    return Dict.EMPTY.with("devices", Dict.EMPTY.with(list, new Seq(List.of(rule))));
  }

  private static Resource object(Kind kind, String name, Dict spec) {
    Metadata metadata = new Metadata(name, new TreeMap<>(), new TreeMap<>());
    return Resource.of(kind, metadata, SourceRef.NONE, spec);
  }

  private static FieldChange only(Change change) {
    return assertInstanceOf(Change.Update.class, change).fields().getFirst();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void whatSomebodyElseAllowsIsDriftAndHealed(
      CgroupHost host, String id, String file, String everything) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.apply(web(Dict.EMPTY));
    String held = run.host.tree(id).file(WEB, file);
    run.host.tree(id).tamper(WEB, file, everything);

    FieldChange seen = only(change(run, web(Dict.EMPTY)));
    assertEquals("resources.devices.allow", seen.path());
    assertEquals("everything", seen.from());
    assertEquals("the default list", seen.to());
    assertEquals(Cause.DRIFT, seen.cause());

    run.apply(web(Dict.EMPTY));
    assertEquals(1, run.plans.size());
    assertEquals(1, run.plans.getFirst().steps().size());
    assertEquals(held, run.host.tree(id).file(WEB, file));
    assertInstanceOf(Change.NoOp.class, change(run, web(Dict.EMPTY)));
  }

  private static Change change(ModelRun run, DesiredState wanted) {
    return run.diff(wanted, Set.of(), Options.NONE).changes().sequencedValues().getLast();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void whatIsListedComesOnTopAndGoesWithTheManifest(
      CgroupHost host, String id, String file, String everything) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.apply(web(Dict.EMPTY));
    String held = run.host.tree(id).file(WEB, file);

    run.apply(web(devices("allow", FUSE)));
    String more = run.host.tree(id).file(WEB, file);
    assertEquals(false, more.equals(held) || more.equals(everything), more);
    assertInstanceOf(Change.NoOp.class, change(run, web(devices("allow", FUSE))));

    assertEquals(Cause.MANIFEST, only(change(run, web(Dict.EMPTY))).cause());
    run.apply(web(Dict.EMPTY));
    assertEquals(held, run.host.tree(id).file(WEB, file));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aDefaultThatAllowsIsWithoutAnyList(
      CgroupHost host, String id, String file, String everything) {
    ModelRun run = new ModelRun(new ModelHost(host));
    Dict all = Dict.EMPTY.with("devices", Dict.EMPTY.with("default", new Text("allow")));
    run.apply(web(all));
    assertEquals(List.of(), run.host.refused);
    assertEquals(everything, run.host.tree(id).file(WEB, file));
    run.apply(web(devices("deny", TUN)));
    assertEquals(false, run.host.tree(id).file(WEB, file).equals(everything));
    run.apply(web(all));
    assertEquals(everything, run.host.tree(id).file(WEB, file));
  }

  /** v1 takes no child that has more than its parent, so the container has what both permit. */
  @Test
  void aNarrowerGroupAboveIsNoReasonToRefuse() {
    ModelRun run = new ModelRun(new ModelHost(Objects.hybrid()));
    Resource app = object(Kind.CGROUP, "app", devices("allow", rule("c", 1, 3)));
    Resource web = object(Kind.CONTAINER, "web", Dict.EMPTY.with("cgroup", new Text("app")));
    run.apply(desired(app, web));
    assertEquals(List.of(), run.host.refused);
    String leaf = ModelHost.ROOT + "/app/web";
    assertEquals("c 1:3 rw", run.host.tree("devices").file(leaf, "devices.list"));
    assertInstanceOf(Change.NoOp.class, change(run, desired(app, web)));
  }

  /** Groups of its own below it: v1 does not change the default of such a group any more. */
  @Test
  void whatV1CannotTurnAroundStaysAsItIs() {
    ModelRun run = new ModelRun(new ModelHost(Objects.hybrid()));
    run.apply(web(Dict.EMPTY));
    run.host.tree("devices").tamper(WEB, "devices.list", DefaultDevices.EVERYTHING);
    run.host.tree("devices").make(WEB + "/its-own", new TreeMap<>());
    assertInstanceOf(Change.NoOp.class, change(run, web(Dict.EMPTY)));
  }

  @Test
  void aHostThatCannotTellDevicesApartStartsContainersAllTheSame() {
    for (String errno : List.of("EPERM", "EINVAL", "ENOSYS")) {
      Plan plan = planned(new Reading.Unreadable<>("device program of /", errno));
      assertEquals(List.of(), writes(plan), errno);
    }
    assertEquals(List.of(), writes(planned(Reading.absent())));
    Plan plan = planned(new Reading.Unreadable<>("device program of /", "ENOMEM"));
    assertEquals(List.of(DeviceRules.FILE), writes(plan));
  }

  private static Plan planned(Reading<String> program) {
    ModelRun run = new ModelRun(new ModelHost(Objects.unified()));
    DesiredState wanted = web(Dict.EMPTY);
    DiffRequest request = run.host.request(wanted, Set.of(), run.inventory, Options.NONE);
    DiffRequest other =
        new DiffRequest(
            request.desired(),
            request.delete(),
            with(request.live(), program),
            request.inventory(),
            request.owner(),
            request.options(),
            request.cgroupRoot(),
            request.stateDir());
    return Planner.plan(other, Differ.diff(other));
  }

  private static LiveState with(LiveState live, Reading<String> program) {
    SortedMap<String, LiveCgroup> groups = new TreeMap<>(live.cgroups());
    LiveCgroup top = java.util.Objects.requireNonNull(groups.get("/"));
    SortedMap<String, Directory> directories = new TreeMap<>(top.directories());
    Directory old = java.util.Objects.requireNonNull(directories.get("v2"));
    SortedMap<String, Reading<String>> files = new TreeMap<>(old.files());
    files.put(DeviceRules.FILE, program);
    directories.put("v2", new Directory(old.marks(), files, old.processes(), old.children()));
    groups.put("/", new LiveCgroup("/", directories));
    return new LiveState(
        live.bootId(),
        live.host(),
        live.ownNamespaces(),
        groups,
        live.containers(),
        live.hostResolvConf(),
        live.parts(),
        live.missingCapabilities(),
        live.hierarchies(),
        live.candidates());
  }

  private static List<String> writes(Plan plan) {
    return plan.steps().stream()
        .map(Step::action)
        .filter(action -> action instanceof Action.WriteLimit)
        .map(action -> ((Action.WriteLimit) action).file())
        .toList();
  }
}
