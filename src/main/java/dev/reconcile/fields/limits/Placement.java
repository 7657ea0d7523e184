package dev.reconcile.fields.limits;

import dev.reconcile.fields.limits.LimitMapping.MappedFile;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each field goes: the version of the cgroup interface that the host has its controller on.
 */
final class Placement {
  private final CgroupHost host;
  private final HostParts parts;
  private final Map<String, MappedFile> files = new LinkedHashMap<>();
  private final List<LimitProblem> problems = new ArrayList<>();

  Placement(CgroupHost host, HostParts parts) {
    this.host = host;
    this.parts = parts;
  }

  List<MappedFile> files() {
    return List.copyOf(files.values());
  }

  List<LimitProblem> problems() {
    return problems;
  }

  void field(String path, String value) {
    LimitPath found = LimitTable.path(path);
    if (found == null) {
      problems.add(new LimitProblem(path, path + " is not supported yet; remove it"));
    } else if (!place(path, found)) {
      problems.add(LimitHost.missing(host, found.field(), path));
    } else {
      String lacking = LimitParts.problem(parts, path, found, value);
      if (lacking != null) {
        problems.add(new LimitProblem(path, lacking));
      }
    }
  }

  /** Puts a field into all files of the first version in its row that the host has. */
  private boolean place(String path, LimitPath found) {
    int version = 0;
    for (KernelFile file : found.field().files()) {
      Hierarchy hierarchy = LimitHost.hierarchy(host, file);
      if (hierarchy != null && (version == 0 || version == file.version())) {
        version = file.version();
        put(path, found, hierarchy, file);
      }
    }
    return version != 0;
  }

  private void put(String path, LimitPath found, Hierarchy hierarchy, KernelFile file) {
    String key = key(found);
    String name = file.name().replace("*", key);
    String id = hierarchy.id() + " " + name + " " + key;
    MappedFile known = files.get(id);
    List<String> fields = new ArrayList<>(known == null ? List.of() : known.fields());
    String twin = twin(found, fields);
    if (twin != null) {
      problems.add(new LimitProblem(path, path + " and " + twin + " name the same; keep one"));
      return;
    }
    fields.add(path);
    files.put(id, new MappedFile(hierarchy, file, name, key, List.copyOf(fields)));
  }

  /** Another name for the same device, with the same field. */
  private static @Nullable String twin(LimitPath found, List<String> fields) {
    for (String other : fields) {
      if (found.field().isKeyed() && found.field().equals(LimitTable.field(other))) {
        return other;
      }
    }
    return null;
  }

  private String key(LimitPath found) {
    HostPart part = found.field().part();
    return part == null || found.key().isEmpty() ? "" : LimitParts.kernelName(parts, part, found);
  }

  void raw(String name) {
    Hierarchy hierarchy = LimitHost.hierarchy(host, name);
    if (hierarchy == null) {
      problems.add(LimitHost.missing(host, name));
    } else {
      KernelFile file = KernelFile.raw(hierarchy.version(), name);
      List<String> fields = List.of("raw." + name);
      files.put(hierarchy.id() + " " + name, new MappedFile(hierarchy, file, name, "", fields));
    }
  }
}
