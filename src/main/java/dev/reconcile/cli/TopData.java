package dev.reconcile.cli;

import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.Counter;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Use against limits for programs: {@code items}, each with {@code kind}, {@code name}, {@code
 * cgroup}, {@code usage} (counter to number: bytes, nanoseconds, tasks, hundredths of a percent),
 * {@code rates} (the same by the second) and {@code limits} (field to {@code value} and {@code
 * cgroup}, whose it is). What cannot be read is in {@code unreadable}, with the reason.
 */
final class TopData {
  private static final List<Counter> RATES =
      List.of(Counter.CPU, Counter.CPU_THROTTLED, Counter.IO_READ, Counter.IO_WRITTEN);

  private TopData() {}

  static Value of(List<UsageSample> samples) {
    List<Value> items = new ArrayList<>();
    samples.forEach(sample -> items.add(item(sample)));
    return dict(Map.of("items", new Seq(items)));
  }

  private static Dict item(UsageSample sample) {
    SortedMap<String, Value> usage = new TreeMap<>();
    SortedMap<String, Value> unreadable = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      switch (sample.now().usage().of(counter)) {
        case Reading.Present<Long>(Long number) -> usage.put(counter.label(), new Num(number));
        case Reading.Recorded<Long>(Long number) -> usage.put(counter.label(), new Num(number));
        case Reading.Absent<Long> ignored -> {}
        case Reading.Unreadable<Long>(String what, String why) ->
            unreadable.put(counter.label(), new Text(what + ": " + why));
      }
    }
    SortedMap<String, Value> item = new TreeMap<>();
    item.put("kind", new Text(sample.id().kind().manifestName()));
    item.put("name", new Text(sample.id().name()));
    item.put("cgroup", new Text(sample.now().usage().path()));
    item.put("usage", new Dict(usage));
    item.put("rates", rates(sample));
    item.put("limits", limits(sample));
    if (!unreadable.isEmpty()) {
      item.put("unreadable", new Dict(unreadable));
    }
    return new Dict(item);
  }

  private static Dict rates(UsageSample sample) {
    SortedMap<String, Value> rates = new TreeMap<>();
    for (Counter counter : RATES) {
      Long rate = sample.rate(counter);
      if (rate != null) {
        rates.put(counter.label(), new Num(rate));
      }
    }
    return new Dict(rates);
  }

  private static Dict limits(UsageSample sample) {
    SortedMap<String, Value> limits = new TreeMap<>();
    for (Map.Entry<String, Ceiling> limit : sample.now().ceilings().entrySet()) {
      Ceiling ceiling = limit.getValue();
      limits.put(
          limit.getKey(),
          dict(Map.of("value", new Text(ceiling.value()), "cgroup", new Text(ceiling.path()))));
    }
    return new Dict(limits);
  }

  private static Dict dict(Map<String, Value> entries) {
    return new Dict(new TreeMap<>(entries));
  }
}
