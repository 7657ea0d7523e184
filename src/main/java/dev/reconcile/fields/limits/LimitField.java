package dev.reconcile.fields.limits;

import dev.reconcile.fields.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit as manifests know it: a row of {@link LimitTable}. All limits can be changed live.
 *
 * @param path below {@code spec} of a Cgroup and {@code spec.resources} of a Container, such as
 *     {@code memory.max}
 * @param type what a value must look like
 * @param supported false: in the contract, rejected as 'not supported yet'
 * @param reset the neutral value that undoes it; empty text inherits from the parent
 * @param doc one sentence for people
 * @param files where it is on v1 and on v2
 */
public record LimitField(
    String path,
    FieldType type,
    boolean supported,
    String reset,
    String doc,
    List<KernelFile> files) {
  public LimitField {
    files = List.copyOf(files);
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
