package dev.reconcile.live;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parts of a host that limits may name.
 *
 * @param names per kind, for the kinds that were asked for: a name as people or the kernel give it,
 *     such as {@code /dev/vda} or {@code 254:0}, to the kernel's own, {@code 254:0}
 */
public record HostParts(Map<HostPart, Reading<SortedMap<String, String>>> names) {
  /** Of a host that nobody asked about. */
  public static final HostParts UNSEEN = new HostParts(Map.of());

  public HostParts {
    Map<HostPart, Reading<SortedMap<String, String>>> copy = new EnumMap<>(HostPart.class);
    copy.putAll(names);
    names = Collections.unmodifiableMap(copy);
  }

  /** What there is of one kind; unreadable when nobody looked. */
  public Reading<SortedMap<String, String>> of(HostPart part) {
    Reading<SortedMap<String, String>> known = names.get(part);
    return known == null ? new Reading.Unreadable<>(part.label(), "not looked at") : known;
  }

  /** The kernel's name, or the given one where the host has no such part. */
  public String kernelName(HostPart part, String name) {
    SortedMap<String, String> known = of(part).orNull();
    return known == null ? name : known.getOrDefault(name, name);
  }

  /** Whether the host is known to lack it. */
  public boolean lacks(HostPart part, String name) {
    return switch (of(part)) {
      case Reading.Present<SortedMap<String, String>>(SortedMap<String, String> known) ->
          !known.containsKey(name);
      case Reading.Recorded<SortedMap<String, String>>(SortedMap<String, String> known) ->
          !known.containsKey(name);
      case Reading.Absent<SortedMap<String, String>> ignored -> true;
      case Reading.Unreadable<SortedMap<String, String>> ignored -> false;
    };
  }

  /** Of these names alone, for tests: each is the kernel's own. */
  public static HostParts of(Map<HostPart, java.util.List<String>> names) {
    Map<HostPart, Reading<SortedMap<String, String>>> parts = new EnumMap<>(HostPart.class);
    names.forEach(
        (part, list) -> {
          SortedMap<String, String> same = new TreeMap<>();
          list.forEach(name -> same.put(name, name));
          parts.put(part, Reading.of(same));
        });
    return new HostParts(parts);
  }
}
