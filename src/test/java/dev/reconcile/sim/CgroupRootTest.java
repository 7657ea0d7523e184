package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The group that all of ours are in: it is nobody's object, and goes all the same. */
class CgroupRootTest {
  private static final Fleet ONE_CONTAINER =
      new Fleet(
          List.of(), List.of(new Fleet.Box(-1, Fleet.Bounds.NONE, 0, 0, 0, 0, -1, false, false)));
  private static final String THEIRS = Sim.CGROUP_ROOT + "/theirs";

  private static void delete(Sim sim) {
    assertTrue(
        sim.run(Sim.scope(DesiredState.EMPTY, sim.inventory().entries().keySet(), Sim.OWNER, false))
            .succeeded());
  }

  private static List<String> roots(Sim sim) {
    List<String> found = new ArrayList<>();
    for (Hierarchy hierarchy : sim.kernel.shape().host().hierarchies()) {
      for (String path : sim.kernel.cgroups().all(hierarchy).keySet()) {
        if (path.equals(Sim.CGROUP_ROOT) || path.startsWith(Sim.CGROUP_ROOT + "/")) {
          found.add(hierarchy.id() + ":" + path);
        }
      }
    }
    return found;
  }

  private static Sim withForeignChild(HostShape shape, Hierarchy hierarchy) throws Refused {
    Sim sim = new Sim(shape, 7);
    assertTrue(sim.run(Sim.exactly(ONE_CONTAINER.desired())).succeeded());
    sim.kernel.cgroups().mkdir(hierarchy, THEIRS);
    sim.strangers.add(THEIRS);
    delete(sim);
    assertTrue(roots(sim).contains(hierarchy.id() + ":" + THEIRS), () -> "" + roots(sim));
    return sim;
  }

  @ParameterizedTest
  @EnumSource
  void staysAsLongAsSomebodyElseHasAGroupInIt(HostShape shape) throws Refused {
    for (Hierarchy hierarchy : shape.host().hierarchies()) {
      Sim sim = withForeignChild(shape, hierarchy);
      List<String> left = roots(sim);
      delete(sim);
      assertEquals(left, roots(sim));
      assertEquals(0, sim.changes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesWithTheNextRunOnceItIsEmpty(HostShape shape) throws Refused {
    for (Hierarchy hierarchy : shape.host().hierarchies()) {
      Sim sim = withForeignChild(shape, hierarchy);
      sim.kernel.cgroups().rmdir(hierarchy, THEIRS);
      delete(sim);
      assertEquals(List.of(), roots(sim));
      delete(sim);
      assertEquals(0, sim.changes(), "the run after that finds nothing");
    }
  }

  /** The helper, which still is where it has started the monitors, is the service's own. */
  @ParameterizedTest
  @EnumSource
  void goesWithTheLastContainerOfAService(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    sim.serve();
    assertTrue(sim.run(Sim.exactly(ONE_CONTAINER.desired())).succeeded());
    delete(sim);
    assertEquals(List.of(), roots(sim));
  }

  /** Unmarked and at our path by chance: somebody has made it for us, or for himself. */
  @ParameterizedTest
  @EnumSource
  void ofSomebodyElseStays(HostShape shape) throws Refused {
    Sim sim = new Sim(shape, 7);
    Hierarchy hierarchy = shape.host().hierarchies().getFirst();
    sim.kernel.cgroups().mkdir(hierarchy, Sim.CGROUP_ROOT);
    assertTrue(sim.run(Sim.scope(DesiredState.EMPTY, Set.of(), Sim.OWNER, true)).succeeded());
    assertEquals(List.of(hierarchy.id() + ":" + Sim.CGROUP_ROOT), roots(sim));
  }
}
