package dev.reconcile.cli;

import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.Counter;
import dev.reconcile.live.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Use against limits as a table. What cannot be read is shown as {@code ?}, never as nothing. */
final class TopTable {
  private static final String UNREADABLE = "?";

  private TopTable() {}

  static String of(List<UsageSample> samples, boolean wide) {
    List<String> heading =
        new ArrayList<>(
            List.of(
                "NAME", "CPU", "MAX", "THROTTLED", "MEMORY", "MAX", "PEAK", "OOM", "PIDS", "MAX"));
    if (wide) {
      heading.addAll(
          List.of("ANON", "FILE", "SWAP", "READ/S", "WRITE/S", "CPU%", "MEM%", "IO%", "CGROUP"));
    }
    Table table = new Table(heading.toArray(String[]::new));
    for (UsageSample sample : samples) {
      table.row(row(sample, wide));
    }
    return table.text();
  }

  private static List<String> row(UsageSample sample, boolean wide) {
    List<String> row = new ArrayList<>();
    row.add(sample.id().toString());
    row.add(rate(sample, Counter.CPU, Amounts::cpu));
    row.add(ceiling(sample, "cpu.max"));
    row.add(count(sample, Counter.CPU_THROTTLED, Amounts::duration));
    row.add(count(sample, Counter.MEMORY, Amounts::bytes));
    row.add(ceiling(sample, "memory.max"));
    row.add(count(sample, Counter.MEMORY_PEAK, Amounts::bytes));
    row.add(count(sample, Counter.OOM_KILLS, Long::toString));
    row.add(count(sample, Counter.PIDS, Long::toString));
    row.add(ceiling(sample, "pids.max"));
    if (wide) {
      row.add(count(sample, Counter.MEMORY_ANON, Amounts::bytes));
      row.add(count(sample, Counter.MEMORY_FILE, Amounts::bytes));
      row.add(count(sample, Counter.SWAP, Amounts::bytes));
      row.add(rate(sample, Counter.IO_READ, Amounts::bytes));
      row.add(rate(sample, Counter.IO_WRITTEN, Amounts::bytes));
      row.add(count(sample, Counter.CPU_PRESSURE, Amounts::percent));
      row.add(count(sample, Counter.MEMORY_PRESSURE, Amounts::percent));
      row.add(count(sample, Counter.IO_PRESSURE, Amounts::percent));
      row.add(sample.now().usage().path());
    }
    return row;
  }

  private static String count(UsageSample sample, Counter counter, LongFunction<String> text) {
    return text(sample.now().usage().of(counter), sample.now().usage().of(counter).orNull(), text);
  }

  private static String rate(UsageSample sample, Counter counter, LongFunction<String> text) {
    return text(sample.now().usage().of(counter), sample.rate(counter), text);
  }

  private static String text(
      Reading<Long> reading, @Nullable Long number, LongFunction<String> text) {
    if (reading instanceof Reading.Unreadable<Long>) {
      return UNREADABLE;
    }
    return number == null ? "" : text.apply(number);
  }

  /** Its own, or {@code 256Mi of /reconcile/app}: a limit higher up cannot be exceeded. */
  private static String ceiling(UsageSample sample, String field) {
    Ceiling ceiling = sample.now().ceilings().get(field);
    if (ceiling == null) {
      return "";
    }
    boolean own = ceiling.path().equals(sample.now().usage().path());
    return own ? ceiling.value() : ceiling.value() + " of " + ceiling.path();
  }
}
