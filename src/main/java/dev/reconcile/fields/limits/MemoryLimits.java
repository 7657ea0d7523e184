package dev.reconcile.fields.limits;

import static dev.reconcile.fields.limits.KernelFile.v1;
import static dev.reconcile.fields.limits.KernelFile.v2;
import static dev.reconcile.fields.limits.LimitField.of;

import dev.reconcile.fields.FieldType;
import java.util.List;

/** Rows of the controller memory: cgroup-v2.rst and cgroup-v1/memory.rst. */
final class MemoryLimits {
  private static final FieldType BYTES = new FieldType.Bytes(true);
  private static final FieldType FLAG = new FieldType.Bool();

  // Outer bounds first: memsw >= memory.max >= high >= low >= min.
  private static final int OUTER = -1;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int MIN = 3;

  private MemoryLimits() {}

  static List<LimitField> rows() {
    return List.of(
        of(
            "memory.max",
            BYTES,
            "max",
            "Most memory; beyond it the kernel reclaims, then kills.",
            v1("memory", "memory.limit_in_bytes", ByteCodec.v1("memory.max")),
            v2("memory", "memory.max", ByteCodec.v2("memory.max")).unit("MemoryMax")),
        of(
                "memory.high",
                BYTES,
                "max",
                "From here on processes are slowed down and memory is reclaimed.",
                v2("memory", "memory.high", ByteCodec.v2("memory.high"))
                    .unit("MemoryHigh")
                    .rank(HIGH))
            .instead("memory.softLimit"),
        of(
                "memory.low",
                BYTES,
                "0",
                "Memory that is not reclaimed while others have some to give.",
                v2("memory", "memory.low", ByteCodec.v2("memory.low")).unit("MemoryLow").rank(LOW))
            .instead("memory.softLimit"),
        of(
            "memory.min",
            BYTES,
            "0",
            "Memory that is never reclaimed.",
            v2("memory", "memory.min", ByteCodec.v2("memory.min")).unit("MemoryMin").rank(MIN)),
        of(
            "memory.swapMax",
            BYTES,
            "max",
            "Most swap. v1 bounds the sum of memory and swap, so it needs memory.max there.",
            v1("memory", MemswCodec.FILE, new MemswCodec()).rank(OUTER),
            v2("memory", "memory.swap.max", ByteCodec.v2("memory.swapMax")).unit("MemorySwapMax")),
        of(
            "memory.swapHigh",
            BYTES,
            "max",
            "Swap use from which processes are slowed down.",
            v2("memory", "memory.swap.high", ByteCodec.v2("memory.swapHigh")).rank(HIGH)),
        of(
            "memory.zswapMax",
            BYTES,
            "max",
            "Most memory for compressed swap.",
            v2("memory", "memory.zswap.max", ByteCodec.v2("memory.zswapMax"))
                .unit("MemoryZSwapMax")),
        of(
            "memory.zswapWriteback",
            FLAG,
            "true",
            "Whether compressed swap may go to a swap device.",
            v2("memory", "memory.zswap.writeback", WordCodec.flag("memory.zswapWriteback"))
                .unit("MemoryZSwapWriteback")),
        of(
            "memory.oomGroup",
            FLAG,
            "false",
            "Whether running out of memory ends the whole group instead of one process.",
            v2("memory", "memory.oom.group", WordCodec.flag("memory.oomGroup"))),
        of(
                "memory.swappiness",
                new FieldType.Int(0, 200, false),
                "60",
                "How willingly memory is swapped out, 0 to 200.",
                v1("memory", "memory.swappiness", NumberCodec.count("memory.swappiness")))
            .instead("memory.swapMax: 0 for no swap at all"),
        of(
                "memory.softLimit",
                BYTES,
                "max",
                "Memory above which reclaim starts here when the host runs short.",
                v1("memory", "memory.soft_limit_in_bytes", ByteCodec.v1("memory.softLimit"))
                    .rank(HIGH))
            .instead("memory.high, or memory.low"));
  }
}
