package dev.reconcile.fields.limits;

import dev.reconcile.fields.limits.LimitOrder.Pending;
import java.util.List;
import java.util.Map;

/**
 * v1 has quota and period in two files and checks after each write that the share, quota / period,
 * is neither above the parent's nor below a child's. One of the two orders always stays below the
 * larger share; where there may be children and both numbers move the same way, none stays above
 * the smaller one, and the way is by no quota at all, which v1 reads as the parent's.
 */
final class CfsOrder {
  private CfsOrder() {}

  static List<FileSetting> order(List<Pending> writes, boolean inner) {
    if (writes.isEmpty()) {
      return List.of();
    }
    Pending one = writes.getFirst();
    Cfs before = live(one.siblings());
    Cfs after = after(before, writes);
    boolean narrows = inner && before.growth(after) < 0;
    if (writes.size() == 1) {
      return List.of(one.setting(one.value(), narrows));
    }
    boolean quotaFirst = one.mapped().file().codec() instanceof CfsQuotaCodec;
    Pending quota = quotaFirst ? one : writes.get(1);
    Pending period = quotaFirst ? writes.get(1) : one;
    boolean bounded = before.quota() != Long.MAX_VALUE && after.quota() != Long.MAX_VALUE;
    boolean bothUp = after.quota() > before.quota() && after.period() > before.period();
    boolean bothDown = after.quota() < before.quota() && after.period() < before.period();
    if (inner && bounded && (bothUp || bothDown)) {
      return List.of(
          quota.setting(CfsQuotaCodec.UNLIMITED, narrows),
          period.setting(period.value(), narrows),
          quota.setting(quota.value(), narrows));
    }
    boolean lowerFirst = bounded ? after.quota() < before.quota() : after.quota() == Long.MAX_VALUE;
    Pending first = lowerFirst ? quota : period;
    Pending second = lowerFirst ? period : quota;
    return List.of(first.setting(first.value(), narrows), second.setting(second.value(), narrows));
  }

  private static Cfs live(Map<String, String> siblings) {
    String quota = siblings.getOrDefault(CfsQuotaCodec.FILE, CfsQuotaCodec.UNLIMITED);
    String period = siblings.get(CfsPeriodCodec.FILE);
    return new Cfs(
        CfsQuotaCodec.quota(quota), period == null ? Cfs.DEFAULT_PERIOD : Long.parseLong(period));
  }

  private static Cfs after(Cfs before, List<Pending> writes) {
    Cfs after = before;
    for (Pending write : writes) {
      boolean quota = write.mapped().file().codec() instanceof CfsQuotaCodec;
      after =
          quota
              ? new Cfs(CfsQuotaCodec.quota(write.value()), after.period())
              : new Cfs(after.quota(), Long.parseLong(write.value()));
    }
    return after;
  }
}
