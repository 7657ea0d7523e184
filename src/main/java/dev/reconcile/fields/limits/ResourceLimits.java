package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;

import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.limits.KeysCodec.Key;
import dev.reconcile.live.HostPart;
import java.util.List;

/**
 * Rows of the controllers that count resources by name: hugetlb, rdma, misc, dmem, and those that
 * mark packets: net_cls, net_prio.
 */
final class ResourceLimits {
  private static final FieldType BYTES = new FieldType.Bytes(true);
  private static final FieldType COUNT = new FieldType.Int(0, Integer.MAX_VALUE, true);

  private static final String PAGES = "hugetlb.*.max";
  private static final String RESERVED = "hugetlb.*.rsvdMax";
  private static final String HANDLES = "rdma.*.hcaHandle";
  private static final String OBJECTS = "rdma.*.hcaObject";
  private static final String PRIORITY = "netPrio.ifpriomap.*";

  /** {@code mlx5_0 hca_handle=2 hca_object=max}: v1 and v2 alike. */
  private static final KeysCodec RDMA =
      KeysCodec.of(
          new Key("hca_handle", HANDLES, Unit.COUNT, "max"),
          new Key("hca_object", OBJECTS, Unit.COUNT, "max"));

  private static final FieldType RULES = new FieldType.SectionList(true);
  private static final String DEFAULT_DOC =
      "What holds for devices that no rule names; deny for containers, and where rules are listed.";
  private static final KernelFile DEVICES = v1("devices", DeviceChange.FILE, new DeviceListCodec());
  private static final KernelFile DEVICE_PROGRAM =
      v2(KernelFile.CORE, DeviceRules.FILE, new DeviceProgramCodec());

  private ResourceLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
                PAGES,
                BYTES,
                "max",
                "Most memory in huge pages of one size.",
                v1("hugetlb", "hugetlb.*.limit_in_bytes", new HugePageCodec(PAGES, "-1")),
                v2("hugetlb", PAGES, new HugePageCodec(PAGES, "max")))
            .names(HostPart.HUGE_PAGE),
        of(
                RESERVED,
                BYTES,
                "max",
                "Most memory in huge pages of one size that may be reserved, used or not.",
                v1("hugetlb", "hugetlb.*.rsvd.limit_in_bytes", new HugePageCodec(RESERVED, "-1")),
                v2("hugetlb", "hugetlb.*.rsvd.max", new HugePageCodec(RESERVED, "max")))
            .names(HostPart.HUGE_PAGE),
        of(
                HANDLES,
                COUNT,
                "max",
                "Most handles of an RDMA device.",
                v1("rdma", "rdma.max", RDMA).lines(RDMA.missing()),
                v2("rdma", "rdma.max", RDMA).lines(RDMA.missing()))
            .names(HostPart.RDMA_DEVICE),
        of(
                OBJECTS,
                COUNT,
                "max",
                "Most objects of an RDMA device.",
                v1("rdma", "rdma.max", RDMA).lines(RDMA.missing()),
                v2("rdma", "rdma.max", RDMA).lines(RDMA.missing()))
            .names(HostPart.RDMA_DEVICE),
        of(
                "misc.*",
                COUNT,
                "max",
                "Most of a resource that a driver counts.",
                v1("misc", "misc.max", new UnitCodec("misc.*", Unit.COUNT, "max")).lines("max"),
                v2("misc", "misc.max", new UnitCodec("misc.*", Unit.COUNT, "max")).lines("max"))
            .names(HostPart.MISC_RESOURCE),
        region("max", "max", "Most device memory in one region."),
        region("low", "0", "Device memory that is not evicted while others have some to give."),
        region("min", "0", "Device memory that is never evicted."),
        devices("default", new FieldType.Choice(List.of("deny", "allow")), "allow", DEFAULT_DOC),
        devices(
            "allow",
            RULES,
            "",
            "Devices that may be used; by a container, besides those of the default list."),
        devices(
            "deny",
            RULES,
            "",
            "Devices that may not be used, whatever is allowed, also by the default list."),
        of(
            ClassIdCodec.FIELD,
            new FieldType.ClassId(),
            "0x0",
            "The tc(8) class of outgoing packets, 0xMMMMmmmm.",
            v1("net_cls", "net_cls.classid", new ClassIdCodec())),
        of(
                PRIORITY,
                new FieldType.Int(0, Integer.MAX_VALUE, false),
                "0",
                "Priority of outgoing packets on an interface.",
                v1("net_prio", "net_prio.ifpriomap", new UnitCodec(PRIORITY, Unit.COUNT, "-"))
                    .lines("0"))
            .names(HostPart.INTERFACE));
  }

  private static LimitField devices(String name, FieldType type, String reset, String doc) {
    return of("devices." + name, type, reset, doc, DEVICES, DEVICE_PROGRAM);
  }

  private static LimitField region(String bound, String reset, String doc) {
    String field = "dmem.*." + bound;
    return of(
            field,
            BYTES,
            reset,
            doc,
            v2("dmem", "dmem." + bound, new UnitCodec(field, Unit.BYTES, "max")).lines(reset))
        .names(HostPart.MEMORY_REGION);
  }
}
