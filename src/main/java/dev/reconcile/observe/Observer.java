package dev.reconcile.observe;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.RootfsResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One look at the host. Reads only what desired and owned objects need: their groups with all
 * ancestors, and for containers the first process, the monitor and the init layer.
 */
public final class Observer implements AutoCloseable {
  private final Kernel kernel;
  private final String cgroupRoot;
  private final Path containersDirectory;
  private final boolean lasting;
  private @Nullable LastLook last;

  /**
   * For one look.
   *
   * @param cgroupRoot such as {@code /reconcile}
   * @param stateDir container directories are below it
   */
  public Observer(Kernel kernel, String cgroupRoot, Path stateDir) {
    this(kernel, cgroupRoot, stateDir, false);
  }

  /**
   * @param lasting whether it will look again and again, and may keep what makes that cheaper:
   *     watches and open control files
   */
  public Observer(Kernel kernel, String cgroupRoot, Path stateDir, boolean lasting) {
    this.kernel = kernel;
    this.cgroupRoot = cgroupRoot;
    this.containersDirectory = stateDir.resolve("containers");
    this.lasting = lasting;
  }

  /**
   * Looks.
   *
   * @param scope the objects to look at; null for all
   * @throws KernelException when the mount table or the container directories cannot be read; what
   *     cannot be read of one object is {@code Unreadable} in the result
   */
  public synchronized LiveState observe(
      DesiredState desired, Inventory inventory, @Nullable Set<ResourceId> scope)
      throws KernelException {
    LastLook before = before();
    CgroupHost host = kernel.cgroups().host();
    if (before == null) {
      kernel.cgroups().expect(desired.resources().size() * host.hierarchies().size());
    }
    Question question =
        before == null
            ? Question.of(desired, inventory, scope, cgroupRoot)
            : before.question(desired, inventory, scope, cgroupRoot);
    LiveState found = look(host, question, new RootfsResolver(desired, inventory), before);
    return before == null ? found : before.found(found);
  }

  /**
   * Has the groups of these objects read in full by the next look, whatever it remembers: what is
   * to become of them depends on how much they use, which nobody tells.
   */
  public synchronized void doubt(Set<ResourceId> ids) {
    if (last != null) {
      last.doubt(ids);
    }
  }

  @Override
  public synchronized void close() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  private @Nullable LastLook before() throws KernelException {
    if (lasting && last == null) {
      last = LastLook.begin(kernel);
    }
    return last;
  }

  private LiveState look(
      CgroupHost host, Question question, RootfsResolver rootfs, @Nullable LastLook before)
      throws KernelException {
    String bootId = kernel.processes().bootId();
    GroupMemory memory = before == null ? null : before.groups(host, question.mountPoints());
    SortedMap<String, LiveCgroup> cgroups =
        new CgroupObserver(kernel.cgroups(), host, memory).read(question.groups(), question.near());
    ContainerObserver containers =
        new ContainerObserver(
            kernel,
            containersDirectory,
            kernel.monitors().running(containersDirectory),
            new InitFinder(kernel.processes(), host, bootId),
            new InitLayerObserver(kernel.files(), rootfs));
    return new LiveState(
        bootId,
        host,
        kernel.processes().namespaces(0),
        cgroups,
        containers(containers, question, cgroups),
        HostObserver.resolvConf(kernel.files()),
        question.parts().isEmpty() ? HostParts.UNSEEN : kernel.cgroups().parts(question.parts()),
        kernel.processes().missingCapabilities(),
        new HierarchyObserver(kernel).read(question.objects()),
        new CandidateObserver(kernel.processes()).read(question.objects()));
  }

  private static SortedMap<ResourceId, LiveContainer> containers(
      ContainerObserver observer, Question question, SortedMap<String, LiveCgroup> cgroups) {
    SortedMap<ResourceId, LiveContainer> containers = new TreeMap<>();
    for (Versions object : question.objects()) {
      List<LiveCgroup> leaves = new ArrayList<>();
      for (String path : question.paths().getOrDefault(object.id(), List.of())) {
        LiveCgroup leaf = cgroups.get(path);
        if (leaf != null) {
          leaves.add(leaf);
        }
      }
      if (object.id().kind() == Kind.CONTAINER && !leaves.isEmpty()) {
        containers.put(object.id(), observer.read(object, leaves));
      }
    }
    return containers;
  }
}
