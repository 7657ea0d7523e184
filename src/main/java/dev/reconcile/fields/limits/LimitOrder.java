package dev.reconcile.fields.limits;

import dev.reconcile.fields.limits.LimitMapping.MappedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order of writes within one group that the kernel takes. Files that bound each other have
 * ranks, the outer one first: everything that grows is written from the outside in, then everything
 * that shrinks from the inside out, so that no inner bound ever exceeds an outer one.
 */
final class LimitOrder {
  private static final Comparator<Pending> GROWING =
      Comparator.<Pending>comparingInt(p -> p.mapped().file().rank()).thenComparing(Pending::name);
  private static final Comparator<Pending> SHRINKING =
      Comparator.<Pending>comparingInt(p -> -p.mapped().file().rank()).thenComparing(Pending::name);

  private LimitOrder() {}

  /**
   * A write to come.
   *
   * @param live what the file holds; null when unknown
   */
  record Pending(
      MappedFile mapped, @Nullable String live, String value, Map<String, String> siblings) {
    String name() {
      return mapped.file().name();
    }

    boolean shrinks() {
      return live != null && mapped.file().codec().growth(live, value) < 0;
    }

    FileSetting setting(String write) {
      String expected = mapped.file().codec().readBack(write);
      return new FileSetting(mapped.hierarchy(), name(), write, expected, mapped.fields());
    }
  }

  static List<FileSetting> order(List<Pending> pending) {
    List<Pending> grow = new ArrayList<>();
    List<Pending> shrink = new ArrayList<>();
    for (Pending write : pending) {
      (write.shrinks() ? shrink : grow).add(write);
    }
    grow.sort(GROWING);
    shrink.sort(SHRINKING);
    grow.addAll(shrink);
    List<FileSetting> settings = new ArrayList<>();
    for (Pending write : grow) {
      settings.add(write.setting(write.value()));
    }
    return settings;
  }
}
