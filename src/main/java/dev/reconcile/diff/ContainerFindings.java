package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.Marks;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.MountSpec;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ProcessSpec.Rlimit;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a container that lives differs from what it should be.
 *
 * @param fields what people read, limits included
 * @param limits of its leaf
 * @param initFiles init-layer files to rewrite, by container path
 * @param hostname to be set; null when it is right
 * @param rlimits to be lowered
 * @param reload the monitor has an older program, or the file that it would start from is gone
 * @param programLost that file is gone
 * @param remark the leaf's marks are not as they should be
 * @param joins hierarchies mounted since it started, where it has no leaf yet
 * @param strays hierarchies where somebody has moved its first process out of the leaf
 */
public record ContainerFindings(
    List<FieldChange> fields,
    LimitFindings limits,
    List<String> initFiles,
    @Nullable String hostname,
    List<Rlimit> rlimits,
    boolean reload,
    boolean programLost,
    boolean remark,
    List<Hierarchy> joins,
    List<Hierarchy> strays) {
  private static final List<String> IN_PROGRAM =
      List.of("hostname", "logs", "process", "restart", "stop");

  /** Compares. */
  public static ContainerFindings of(Scene scene, Container effective, String leaf) {
    return new Comparison(scene, effective, leaf).findings();
  }

  /** Whether some change cannot be made in place. */
  public boolean wantsRecreate() {
    return fields.stream().anyMatch(f -> f.mutability() != Mutability.LIVE);
  }

  /** Signals, without SIG, that the process is to get once its files have been rewritten. */
  public List<String> signals(Container effective) {
    return InitLayerFindings.signals(effective, initFiles);
  }

  /** The comparison under way. */
  private static final class Comparison {
    private final Scene scene;
    private final Container container;
    private final String leaf;
    private final @Nullable LiveContainer live;
    private final @Nullable LiveProcess init;
    private final @Nullable Entry entry;
    private final @Nullable Container applied;
    private final List<FieldChange> fields = new ArrayList<>();

    Comparison(Scene scene, Container container, String leaf) {
      this.scene = scene;
      this.container = container;
      this.leaf = leaf;
      this.live = scene.live().containers().get(container.id());
      this.init = live == null ? null : live.init();
      this.entry = scene.entry(container.id());
      this.applied =
          entry != null && entry.applied() instanceof Container c ? scene.effectiveOld(c) : null;
    }

    ContainerFindings findings() {
      manifest();
      digest();
      mounts();
      String hostname = hostname();
      List<Rlimit> rlimits = rlimits();
      List<String> initFiles = initFiles();
      LimitFindings limits = LimitFindings.of(scene, container, leaf);
      fields.addAll(limits.fields());
      List<Hierarchy> joins = scene.joinable(scene.group(leaf));
      for (Hierarchy join : joins) {
        live("cgroup[" + join.id() + "]", null, leaf, Cause.DRIFT);
      }
      List<Hierarchy> strays = strays();
      boolean lost = live != null && live.directory() && !live.program();
      boolean reload = lost || isProgramOld() || !joins.isEmpty();
      return new ContainerFindings(
          List.copyOf(fields),
          limits,
          initFiles,
          hostname,
          rlimits,
          reload,
          lost,
          marks(),
          joins,
          strays);
    }

    private List<Hierarchy> strays() {
      LiveProcess process = init;
      if (process == null || process.strayed().isEmpty()) {
        return List.of();
      }
      List<Hierarchy> strays = new ArrayList<>();
      for (Hierarchy hierarchy : scene.host().hierarchies()) {
        String where = process.strayed().get(hierarchy.id());
        if (where != null) {
          live("cgroup[" + hierarchy.id() + "]", where, leaf, Cause.DRIFT);
          strays.add(hierarchy);
        }
      }
      return strays;
    }

    /** Fields of the manifest that the kernel does not show, or that nothing below compares. */
    private void manifest() {
      if (applied == null) {
        return;
      }
      for (SpecDiff.Difference difference : SpecDiff.of(applied.spec(), container.spec())) {
        String path = difference.dotted();
        boolean observed =
            path.startsWith("resources")
                || path.equals("hostname")
                || path.startsWith("process.rlimits");
        if (!observed) {
          Mutability cost = FieldCosts.of(Kind.CONTAINER, path);
          String from = SpecDiff.text(difference.from());
          fields.add(
              new FieldChange(
                  path, from, SpecDiff.text(difference.to()), cost, Cause.MANIFEST, false));
        }
      }
      Set<String> types = new HashSet<>();
      container.process().rlimits().forEach(limit -> types.add(limit.type()));
      for (Rlimit old : applied.process().rlimits()) {
        if (!types.contains(old.type())) {
          String from = old.soft() + " " + old.hard();
          recreate("process.rlimits[" + old.type() + "]", from, null, Cause.MANIFEST);
        }
      }
      for (String file : applied.resources().raw().keySet()) {
        if (!container.resources().raw().containsKey(file)) {
          recreate(
              "resources.raw." + file, applied.resources().raw().get(file), null, Cause.MANIFEST);
        }
      }
    }

    /** What it was really made from, as marked on the leaf when it was made. */
    private void digest() {
      String marked = Scene.mark(scene.group(leaf), Marks.DIGEST);
      String wanted = scene.digest(container);
      if (marked != null && !marked.equals(wanted) && fields.stream().noneMatch(this::isRecreate)) {
        recreate("digest", marked, wanted, Cause.DRIFT);
      }
    }

    private boolean isRecreate(FieldChange change) {
      return change.mutability() == Mutability.RECREATE;
    }

    /** A process that is on its way out has an empty mount table; that is no drift. */
    private void mounts() {
      List<MountEntry> table = init == null ? null : init.mounts().orNull();
      if (table == null || table.isEmpty()) {
        return;
      }
      Set<String> points = new HashSet<>();
      table.forEach(mount -> points.add(mount.mountPoint()));
      for (MountSpec mount : container.mounts()) {
        if (!points.contains(mount.target())) {
          recreate("mounts[" + mount.target() + "]", null, mount.type(), Cause.DRIFT);
        }
      }
    }

    private @Nullable String hostname() {
      String wanted = container.hostname();
      String now = init == null ? null : init.hostname().orNull();
      if (wanted == null || now == null || now.equals(wanted)) {
        return null;
      }
      boolean same = applied != null && wanted.equals(applied.hostname());
      live("hostname", now, wanted, same ? Cause.DRIFT : Cause.MANIFEST);
      return wanted;
    }

    private List<Rlimit> rlimits() {
      if (init == null) {
        return List.of();
      }
      RlimitFindings found = RlimitFindings.of(container, applied, init);
      for (Rlimit limit : found.lowered()) {
        live(field(limit), found.from(limit), limit.soft() + " " + limit.hard(), cause(limit));
      }
      for (Rlimit limit : found.raised()) {
        recreate(field(limit), found.from(limit), limit.soft() + " " + limit.hard(), cause(limit));
      }
      return found.lowered();
    }

    private static String field(Rlimit limit) {
      return "process.rlimits[" + limit.type() + "]";
    }

    private Cause cause(Rlimit limit) {
      boolean same = applied != null && applied.process().rlimits().contains(limit);
      return same ? Cause.DRIFT : Cause.MANIFEST;
    }

    private List<String> initFiles() {
      if (live == null || !live.directory()) {
        return List.of();
      }
      List<String> paths = InitLayerFindings.of(scene, container, live);
      boolean told = fields.stream().anyMatch(f -> f.path().startsWith("rootfs.initLayer"));
      Mutability cost =
          InitLayerFindings.wantsRestart(container, paths) ? Mutability.RESTART : Mutability.LIVE;
      for (String path : paths) {
        if (!told || cost == Mutability.RESTART) {
          String from = live.initLayer().get(path);
          fields.add(
              new FieldChange(
                  "rootfs.initLayer[" + path + "]", from, null, cost, Cause.DRIFT, false));
        }
      }
      return paths;
    }

    /**
     * The monitor starts the next run from its program: everything in it must be what the manifest
     * says.
     */
    private boolean isProgramOld() {
      if (applied == null || entry == null) {
        return true;
      }
      for (Resource version : entry.versions()) {
        boolean confirmed = version == entry.applied();
        if (version instanceof Container other && differsInProgram(confirmed ? applied : other)) {
          return true;
        }
      }
      return false;
    }

    private boolean differsInProgram(Container other) {
      for (String field : IN_PROGRAM) {
        if (!java.util.Objects.equals(other.spec().at(field), container.spec().at(field))) {
          return true;
        }
      }
      return false;
    }

    private boolean marks() {
      String owner = Scene.mark(scene.group(leaf), Marks.OWNER);
      String asking = scene.request().owner().text();
      boolean moved = owner != null && !owner.equals(asking);
      if (moved) {
        live("owner", owner, asking, Cause.MANIFEST);
      }
      return moved || !scene.isWhole(scene.group(leaf), scene.marks(container));
    }

    private void live(String path, @Nullable String from, @Nullable String to, Cause cause) {
      fields.add(new FieldChange(path, from, to, Mutability.LIVE, cause, false));
    }

    private void recreate(String path, @Nullable String from, @Nullable String to, Cause cause) {
      fields.add(new FieldChange(path, from, to, Mutability.RECREATE, cause, false));
    }
  }
}
