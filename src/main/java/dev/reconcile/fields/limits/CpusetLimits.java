package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;

import dev.reconcile.fields.FieldType;
import dev.reconcile.live.HostPart;
import java.util.List;

/** Rows of the controller cpuset: cgroup-v2.rst and cgroup-v1/cpusets.rst. */
final class CpusetLimits {
  private static final FieldType INDEXES = new FieldType.IndexList();

  private CpusetLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
                Cpuset.CPUS,
                INDEXES,
                "",
                "Processors that may be used.",
                v1("cpuset", Cpuset.CPUS, new IndexListCodec(Cpuset.CPUS)).nestedInParent(),
                v2("cpuset", Cpuset.CPUS, new IndexListCodec(Cpuset.CPUS)).unit("AllowedCPUs"))
            .names(HostPart.CPU),
        of(
                Cpuset.MEMS,
                INDEXES,
                "",
                "Memory nodes that may be used.",
                v1("cpuset", Cpuset.MEMS, new IndexListCodec(Cpuset.MEMS)).nestedInParent(),
                v2("cpuset", Cpuset.MEMS, new IndexListCodec(Cpuset.MEMS))
                    .unit("AllowedMemoryNodes"))
            .names(HostPart.NODE),
        of(
            "cpuset.partition",
            new FieldType.Choice(List.of("member", "root", "isolated")),
            "member",
            "Whether the processors are taken from the rest of the host.",
            v2("cpuset", "cpuset.cpus.partition", WordCodec.partition())));
  }
}
