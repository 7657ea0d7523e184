package dev.reconcile.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import dev.reconcile.manifest.ManifestReader;
import dev.reconcile.manifest.Origin;
import dev.reconcile.manifest.YamlReader;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a stranger does to groups, an observer that remembers sees just what one sees that looks
 * for the first time. {@code -Dreconcile.seed=N} says which acts.
 */
@RealKernel
@Timeout(600)
class GroupMemoryKernelTest {
  private static final long SEED = Long.getLong("reconcile.seed", 20_261_124);
  private static final int ACTS = 400;

  private final String root = "/reconcile-memory-" + ProcessHandle.current().pid();
  private final List<String> paths = List.of(root, root + "/a", root + "/a/c", root + "/b");
  private final Kernel kernel = LinuxKernel.open(Path.of("unused"));
  private final CgroupFs fs = kernel.cgroups();
  private final Random random = new Random(SEED);
  private CgroupHost host = new CgroupHost(List.of());
  private @Nullable Process sleeper;

  @TempDir Path stateDir = Path.of("");

  @BeforeEach
  void makeGroups() throws IOException {
    host = fs.host();
    for (Hierarchy hierarchy : host.hierarchies()) {
      for (String path : paths) {
        fs.make(hierarchy, path);
      }
    }
    sleeper = new ProcessBuilder("sleep", "1000").start();
  }

  @AfterEach
  void removeAll() throws Exception {
    for (Hierarchy hierarchy : host.hierarchies()) {
      thaw(hierarchy);
    }
    // A process that is frozen on v1 does not die of SIGKILL.
    if (sleeper != null) {
      sleeper.destroyForcibly().waitFor();
    }
    for (Hierarchy hierarchy : host.hierarchies()) {
      for (String path : List.of("/b", "/z", "/a/c/x", "/b/x", "/x", "/a/c", "/a/x", "/a", "")) {
        remove(hierarchy, root + path);
      }
    }
    kernel.close();
  }

  private void thaw(Hierarchy hierarchy) throws KernelException {
    for (String path : paths) {
      freeze(hierarchy, path, false);
    }
    freeze(hierarchy, root + "/z", false);
  }

  private void remove(Hierarchy hierarchy, String path) throws KernelException {
    if (fs.exists(hierarchy, path + "/x")) {
      fs.remove(hierarchy, path + "/x");
    }
    fs.remove(hierarchy, path);
  }

  @Test
  void seesWhatAFirstLookSees() throws IOException {
    Observer lasting = new Observer(kernel, root, stateDir, true);
    for (int act = 1; act <= ACTS; act++) {
      String done = act(random.nextInt(9));
      String where = "act " + act + " of seed " + SEED + ": " + done;
      SortedMap<String, LiveCgroup> remembered = compare(lasting, where);
      SortedMap<String, LiveCgroup> again = look(lasting);
      remembered.forEach(
          (path, group) -> {
            if (group.equals(again.get(path))) {
              assertSame(group, again.get(path), where);
            }
          });
    }
  }

  /** What freezes does so in its own time: one that is the same before and after is compared. */
  private SortedMap<String, LiveCgroup> compare(Observer lasting, String where) throws IOException {
    while (true) {
      SortedMap<String, LiveCgroup> before = look(new Observer(kernel, root, stateDir));
      SortedMap<String, LiveCgroup> remembered = look(lasting);
      SortedMap<String, LiveCgroup> after = look(new Observer(kernel, root, stateDir));
      assertEquals(before.keySet(), remembered.keySet(), where);
      boolean settled = true;
      for (String path : before.keySet()) {
        SortedMap<String, Directory> here = told(before, path);
        if (here.equals(told(after, path))) {
          assertEquals(here, told(remembered, path), () -> where + ": " + path);
        } else {
          settled = false;
        }
      }
      if (settled) {
        return remembered;
      }
    }
  }

  /** What the manifest asks for, at and below our root. */
  private SortedMap<String, LiveCgroup> look(Observer observer) throws IOException {
    return new TreeMap<>(
        observer
            .observe(desired(), Inventory.EMPTY, null)
            .cgroups()
            .subMap(root, root + Character.MAX_VALUE));
  }

  private static DesiredState desired() {
    String yaml =
        """
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: a}
        spec: {pids: {max: 32}, memory: {max: 64Mi}, cpu: {weight: 50}}
        ---
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: c}
        spec: {parent: a, pids: {max: 16}, cpuset: {cpus: "0", mems: "0"}}
        ---
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: b}
        spec: {frozen: false}
        ---
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: z}
        spec: {pids: {max: 32}}
        """;
    Origin origin = new Origin("test.yaml", Path.of("/"), null, null);
    var read = ManifestReader.read(YamlReader.read(origin, yaml.getBytes(StandardCharsets.UTF_8)));
    assertTrue(read.errors().isEmpty(), read.errors().toString());
    return read.desired();
  }

  /** Use never rests: it is remembered as it was when the group was read. */
  private static SortedMap<String, Directory> told(
      SortedMap<String, LiveCgroup> groups, String path) {
    SortedMap<String, Directory> directories = new TreeMap<>();
    Objects.requireNonNull(groups.get(path))
        .directories()
        .forEach((id, directory) -> directories.put(id, withoutUse(directory)));
    return directories;
  }

  private static Directory withoutUse(Directory directory) {
    SortedMap<String, Reading<String>> files = new TreeMap<>(directory.files());
    files.remove("memory.usage_in_bytes");
    files.remove("memory.current");
    return new Directory(directory.marks(), files, directory.processes(), directory.children());
  }

  /** One act of a stranger, who may be refused. */
  private String act(int kind) throws IOException {
    Hierarchy hierarchy = host.hierarchies().get(random.nextInt(host.hierarchies().size()));
    String path = paths.get(random.nextInt(paths.size()));
    String act = kind + " in " + hierarchy.id() + " at " + path;
    if (!fs.exists(hierarchy, path)) {
      fs.make(hierarchy, root);
      make(hierarchy, path);
      return "made again: " + act;
    }
    try {
      switch (kind) {
        case 0 -> limit(hierarchy, path);
        case 1 -> fs.setMark(hierarchy, path, Marks.OBJECT, "cgroup/" + random.nextInt(3));
        case 2 -> make(hierarchy, path + "/x");
        case 3 -> remove(hierarchy, path + "/x");
        case 4 -> move(hierarchy, random.nextBoolean() ? path : "/");
        case 5 -> freeze(hierarchy, path, random.nextBoolean());
        case 6 -> rename(hierarchy);
        case 7 -> passOn(hierarchy, path);
        case 8 -> remove(hierarchy, path);
        default -> throw new IllegalStateException(act);
      }
      return act;
    } catch (KernelException refused) {
      return act + ", refused: " + refused.getMessage();
    }
  }

  private void make(Hierarchy hierarchy, String path) throws KernelException {
    String parent = path.substring(0, path.lastIndexOf('/'));
    if (!parent.equals(root) && !fs.exists(hierarchy, parent)) {
      make(hierarchy, parent);
    }
    fs.make(hierarchy, path);
  }

  private void limit(Hierarchy hierarchy, String path) throws KernelException {
    for (String file : List.of("pids.max", "cpu.weight", "cpu.shares", "cpuset.cpus")) {
      if (fs.read(hierarchy, path, file) instanceof Reading.Present) {
        fs.write(
            hierarchy, path, file, file.startsWith("cpuset") ? "0" : 2 + random.nextInt(9) + "");
      }
    }
  }

  private void move(Hierarchy hierarchy, String path) throws KernelException {
    Process process = sleeper;
    if (process != null) {
      fs.write(hierarchy, path, "cgroup.procs", Long.toString(process.pid()));
    }
  }

  private void freeze(Hierarchy hierarchy, String path, boolean frozen) throws KernelException {
    String v1 = frozen ? "FROZEN" : "THAWED";
    boolean isV1 = hierarchy.controllers().contains("freezer") && hierarchy.version() == 1;
    if (fs.exists(hierarchy, path) && (isV1 || hierarchy.version() == 2)) {
      String file = isV1 ? "freezer.state" : "cgroup.freeze";
      fs.write(hierarchy, path, file, isV1 ? v1 : frozen ? "1" : "0");
    }
  }

  /** v1 alone can; v2 answers EPERM. */
  private void rename(Hierarchy hierarchy) throws KernelException {
    Path b = Path.of(hierarchy.directory(root + "/b"));
    Path z = Path.of(hierarchy.directory(root + "/z"));
    try {
      if (Files.exists(z) && !Files.exists(b)) {
        Files.move(z, b);
      } else if (Files.exists(b) && !Files.exists(z)) {
        Files.move(b, z);
      }
    } catch (IOException e) {
      throw new KernelException("rename", b.toString(), "", String.valueOf(e.getMessage()));
    }
  }

  private void passOn(Hierarchy hierarchy, String path) throws KernelException {
    String controllers = hierarchy.version() == 2 ? String.join(" ", hierarchy.controllers()) : "";
    if (!controllers.isEmpty()) {
      String sign = random.nextBoolean() ? "+" : "-";
      fs.write(
          hierarchy, path, "cgroup.subtree_control", sign + controllers.replace(" ", " " + sign));
    }
  }
}
