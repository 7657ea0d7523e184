package dev.reconcile.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.cgroup.CgroupFs.Wanted;
import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.model.Limits;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked of the kernel, and what is not. */
@Tag("kernel")
class CgroupObserverKernelTest {
  private final String root = "/reconcile-asked-" + ProcessHandle.current().pid();
  private final CgroupFs real = new LinuxCgroupFs(HostRoot.LIVE, null);
  private final SortedSet<String> asked = new TreeSet<>();
  private List<Hierarchy> hierarchies = List.of();

  @BeforeEach
  void makeGroups() throws IOException {
    RealKernel.assumeRoot();
    hierarchies = real.host().hierarchies();
    assumeTrue(!hierarchies.isEmpty(), "requires a mounted cgroup hierarchy");
    for (Hierarchy hierarchy : hierarchies) {
      real.make(hierarchy, root);
    }
    real.make(hierarchies.getFirst(), root + "/there");
  }

  @AfterEach
  void removeGroups() throws IOException {
    for (Hierarchy hierarchy : hierarchies) {
      real.remove(hierarchy, root + "/there");
      real.remove(hierarchy, root);
    }
  }

  @Test
  void whatAGroupDoesNotListIsNotAskedFor() throws Exception {
    SortedMap<String, LiveCgroup> found =
        read(root, root + "/there", root + "/none", root + "/none/below");
    assertEquals(hierarchies.size(), group(found, root).directories().size());
    assertEquals(
        List.of(hierarchies.getFirst().id()),
        List.copyOf(group(found, root + "/there").directories().keySet()));
    assertTrue(group(found, root + "/none").isAbsent());
    assertTrue(group(found, root + "/none/below").isAbsent());
    assertEquals(new TreeSet<>(List.of(root, root + "/there")), asked);
  }

  @Test
  void whatNobodyHasLookedAboveIsAskedFor() throws Exception {
    SortedMap<String, LiveCgroup> found = read(root + "/there", root + "/none");
    assertFalse(group(found, root + "/there").isAbsent());
    assertTrue(group(found, root + "/none").isAbsent());
    assertEquals(new TreeSet<>(List.of(root + "/there", root + "/none")), asked);
  }

  private SortedMap<String, LiveCgroup> read(String... paths) throws KernelException {
    SortedMap<String, Limits> limits = new TreeMap<>();
    for (String path : paths) {
      limits.put(path, Limits.NONE);
    }
    return new CgroupObserver(noting(), real.host()).read(limits);
  }

  private static LiveCgroup group(Map<String, LiveCgroup> found, String path) {
    LiveCgroup group = found.get(path);
    if (group == null) {
      throw new AssertionError("nothing is said of " + path);
    }
    return group;
  }

  /** The kernel's, with a note of what it is asked for. */
  private CgroupFs noting() {
    return (CgroupFs)
        Proxy.newProxyInstance(
            CgroupFs.class.getClassLoader(),
            new Class<?>[] {CgroupFs.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("look") && arguments[0] instanceof List<?> wanted) {
                wanted.forEach(each -> asked.add(((Wanted) each).path()));
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
