package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import java.util.BitSet;

/** Lists of processors and memory nodes; v1 keeps every child's within its parent's. */
final class CpusetRules {
  /** Four processors. */
  private static final int CPUS = 4;

  /** One memory node. */
  private static final int NODES = 1;

  private CpusetRules() {}

  static String accept(FakeGroup group, String file, String value, int tasks) throws Refused {
    BitSet wanted = parse(value);
    int size = file.equals("cpuset.cpus") ? CPUS : NODES;
    if (wanted.length() > size) {
      throw new Refused(size == CPUS ? Errno.ERANGE : Errno.EINVAL);
    }
    // As before Linux 7.2, which lets v2 groups go back to what they inherit.
    if (wanted.isEmpty() && tasks > 0 && !group.file(file).isEmpty()) {
      throw new Refused(Errno.ENOSPC);
    }
    if (group.hierarchy.version() == 1) {
      nested(group, file, wanted);
    }
    return format(wanted);
  }

  private static void nested(FakeGroup group, String file, BitSet wanted) throws Refused {
    if (group.parent != null && !contains(parse(group.parent.file(file)), wanted)) {
      throw new Refused(Errno.EACCES);
    }
    for (FakeGroup child : group.children.values()) {
      if (!contains(wanted, parse(child.file(file)))) {
        throw new Refused(Errno.EBUSY);
      }
    }
  }

  private static boolean contains(BitSet outer, BitSet inner) {
    BitSet rest = (BitSet) inner.clone();
    rest.andNot(outer);
    return rest.isEmpty();
  }

  private static BitSet parse(String list) throws Refused {
    BitSet members = new BitSet();
    for (String part : list.split(",", -1)) {
      if (!part.isEmpty()) {
        String[] ends = part.split("-", -1);
        long first = WriteRules.number(ends[0], 0, 1023, Errno.EINVAL);
        long last = WriteRules.number(ends[ends.length - 1], first, 1023, Errno.EINVAL);
        members.set((int) first, (int) last + 1);
      }
    }
    return members;
  }

  private static String format(BitSet members) {
    StringBuilder list = new StringBuilder();
    for (int first = members.nextSetBit(0); first >= 0; ) {
      int end = members.nextClearBit(first);
      list.append(list.isEmpty() ? "" : ",").append(first);
      list.append(end - first > 1 ? "-" + (end - 1) : "");
      first = members.nextSetBit(end);
    }
    return list.toString();
  }
}
