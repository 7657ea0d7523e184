package dev.reconcile.fields.limits;

import dev.reconcile.fields.FieldType;
import dev.reconcile.live.HostPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit as manifests know it: a row of {@link LimitTable}. All limits can be changed live.
 *
 * @param path below {@code spec} of a Cgroup and {@code spec.resources} of a Container, such as
 *     {@code memory.max}; {@code []} and {@code *} stand for a key: {@code io.max[].rbps}
 * @param type what a value must look like
 * @param reset the neutral value that undoes it; empty text inherits from the parent
 * @param doc one sentence for people
 * @param files where it is on v1 and on v2
 * @param part what the key or the value names, which the host may lack; null when it names nothing
 * @param instead what comes nearest where the other version has the controller; empty when nothing
 */
public record LimitField(
    String path,
    FieldType type,
    String reset,
    String doc,
    List<KernelFile> files,
    @Nullable HostPart part,
    String instead) {
  public LimitField {
    files = List.copyOf(files);
  }

  static LimitField of(String path, FieldType type, String reset, String doc, KernelFile... files) {
    return new LimitField(path, type, reset, doc, List.of(files), null, "");
  }

  LimitField names(HostPart named) {
    return new LimitField(path, type, reset, doc, files, named, instead);
  }

  LimitField instead(String nearest) {
    return new LimitField(path, type, reset, doc, files, part, nearest);
  }

  /** Whether a part of the path stands for a key. */
  public boolean isKeyed() {
    return path.indexOf("[]") >= 0 || path.indexOf('*') >= 0;
  }

  /** For {@code explain}: {@code v1 memory: memory.limit_in_bytes}. */
  public List<String> kernelFiles() {
    List<String> names = new ArrayList<>();
    for (KernelFile file : files) {
      names.add("v" + file.version() + " " + file.controller() + ": " + file.name());
    }
    return names;
  }
}
