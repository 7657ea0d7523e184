package dev.reconcile.fields.limits;

import dev.reconcile.fields.limits.LimitMapping.MappedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order of writes within one group that the kernel takes. Files that bound each other have
 * ranks, the outer one first: what grows is written from the outside in, then what shrinks from the
 * inside out, so that no inner bound ever exceeds an outer one. A burst must not exceed its quota:
 * a shorter one comes before everything, a longer one after it. A weight is refused while the group
 * is idle, so {@code cpu.idle} comes before everything; freezing comes last.
 */
final class LimitOrder {
  // Comparator.comparing is a serializable lambda, which an AOT cache does not keep.
  private static final Comparator<Pending> BY_RANK =
      (one, other) -> one.rank() == other.rank() ? byName(one, other) : one.rank() - other.rank();
  private static final Comparator<Pending> INSIDE_OUT =
      (one, other) -> one.rank() == other.rank() ? byName(one, other) : other.rank() - one.rank();

  private LimitOrder() {}

  private static int byName(Pending one, Pending other) {
    return one.name().compareTo(other.name());
  }

  /**
   * A write to come.
   *
   * @param live what the file holds; null when unknown
   * @param siblings the other files of the directory
   */
  record Pending(
      MappedFile mapped, @Nullable String live, String value, Map<String, String> siblings) {
    String name() {
      return mapped.name();
    }

    int rank() {
      return mapped.file().rank();
    }

    /** A new group has no bounds yet: whatever it gets is less. */
    boolean shrinks() {
      return live == null || mapped.file().codec().growth(live, value) < 0;
    }

    boolean isBurst() {
      return mapped.file().codec() instanceof DurationCodec;
    }

    boolean isFirst() {
      return (live != null && isBurst() && shrinks()) || name().equals("cpu.idle");
    }

    /** As it is, which no group below minds. */
    FileSetting yielding(boolean yields) {
      FileSetting setting = setting(value, false);
      return new FileSetting(
          setting.hierarchy(),
          setting.file(),
          setting.value(),
          setting.expected(),
          setting.fields(),
          false,
          yields);
    }

    /** The rules that differ. */
    FileSetting rules() {
      DeviceList before = DeviceList.parse(live == null ? DefaultDevices.EVERYTHING : live);
      List<DeviceChange> changes = DeviceList.parse(value).from(before);
      return new FileSetting(
          mapped.hierarchy(),
          name(),
          // A new group is like its parent, who may have less than everything.
          changes.isEmpty() ? DeviceChange.EVERYTHING : DeviceChange.text(changes),
          value,
          mapped.fields(),
          false,
          false);
    }

    FileSetting setting(String write, boolean narrows) {
      FileKeys keys = mapped.file().keys();
      return new FileSetting(
          mapped.hierarchy(),
          name(),
          keys.frame(write, mapped.key()),
          keys.frame(mapped.file().codec().readBack(write), mapped.key()),
          mapped.fields(),
          narrows && mapped.file().nested(),
          false);
    }
  }

  /**
   * Orders them.
   *
   * @param inner whether groups may be below that a v1 parent must not have less than
   */
  static List<FileSetting> order(List<Pending> pending, boolean inner) {
    List<Pending> first = new ArrayList<>();
    List<Pending> grow = new ArrayList<>();
    List<Pending> shrink = new ArrayList<>();
    List<Pending> bandwidth = new ArrayList<>();
    List<Pending> burst = new ArrayList<>();
    List<Pending> realtime = new ArrayList<>();
    List<Pending> devices = new ArrayList<>();
    for (Pending write : pending) {
      if (write.mapped().file().codec() instanceof CfsQuotaCodec
          || write.mapped().file().codec() instanceof CfsPeriodCodec) {
        bandwidth.add(write);
      } else if (write.mapped().file().codec() instanceof DeviceListCodec) {
        devices.add(write);
      } else if (Realtime.isFile(write.name())) {
        realtime.add(write);
      } else if (write.isFirst()) {
        first.add(write);
      } else if (write.isBurst()) {
        burst.add(write);
      } else {
        (write.shrinks() ? shrink : grow).add(write);
      }
    }
    first.sort(BY_RANK);
    grow.sort(BY_RANK);
    shrink.sort(INSIDE_OUT);
    List<FileSetting> settings = new ArrayList<>();
    first.forEach(write -> settings.add(write.setting(write.value(), false)));
    settings.addAll(CfsOrder.order(bandwidth, inner));
    settings.addAll(RtOrder.order(realtime));
    devices.forEach(write -> settings.add(write.rules()));
    grow.forEach(write -> grow(write, inner, settings));
    shrink.forEach(
        write -> settings.add(write.setting(write.value(), inner && write.live() != null)));
    burst.forEach(write -> settings.add(burst(write, settings)));
    settings.sort((one, other) -> Boolean.compare(one.freezes(), other.freezes()));
    return settings;
  }

  /** A longer burst needs its quota, and waits where that has to wait. */
  private static FileSetting burst(Pending write, List<FileSetting> before) {
    boolean waits =
        before.stream()
            .anyMatch(s -> s.narrows() && s.hierarchy().equals(write.mapped().hierarchy()));
    FileSetting setting = write.setting(write.value(), false);
    return new FileSetting(
        setting.hierarchy(),
        setting.file(),
        setting.value(),
        setting.expected(),
        setting.fields(),
        waits,
        false);
  }

  /** A set of which neither contains the other is widened to both, then narrowed. */
  private static void grow(Pending write, boolean inner, List<FileSetting> into) {
    String live = write.live();
    boolean set =
        write.mapped().file().codec() instanceof IndexListCodec && write.mapped().file().nested();
    if (inner && set && live != null && !IndexListCodec.contains(write.value(), live)) {
      into.add(write.setting(IndexListCodec.union(live, write.value()), false));
      into.add(write.setting(write.value(), true));
    } else {
      into.add(write.setting(write.value(), false));
    }
  }
}
