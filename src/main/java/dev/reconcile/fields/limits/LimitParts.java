package dev.reconcile.fields.limits;

import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts of a host that limits name: what to look at, and what to say when one is not there. */
public final class LimitParts {
  private static final int MOST_NAMED = 16;

  private LimitParts() {}

  /** Adds what these limits name to what is to be looked at. */
  public static void collect(Limits limits, Map<HostPart, SortedSet<String>> into) {
    for (Map.Entry<String, String> limit : limits.values().entrySet()) {
      LimitPath path = LimitTable.path(limit.getKey());
      HostPart part = path == null ? null : path.field().part();
      if (path != null && part != null) {
        into.computeIfAbsent(part, p -> new TreeSet<>())
            .addAll(names(part, path, limit.getValue()));
      }
    }
  }

  /** An empty collection to {@link #collect} into. */
  public static Map<HostPart, SortedSet<String>> none() {
    return new EnumMap<>(HostPart.class);
  }

  /**
   * Of fields that we set, those that are to be undone: not what is listed, under whatever name of
   * the same device, nor what went with its device.
   */
  public static Set<String> resettable(HostParts parts, Set<String> left, Limits listed) {
    Set<String> kept = new HashSet<>();
    for (String field : listed.values().keySet()) {
      kept.add(kernelPath(parts, field));
    }
    Set<String> resettable = new TreeSet<>();
    for (String field : left) {
      LimitPath path = LimitTable.path(field);
      HostPart part = path == null ? null : path.field().part();
      boolean gone =
          path != null
              && part != null
              && !path.key().isEmpty()
              && parts.lacks(part, canonical(part, path.key()));
      if (!gone && !kept.contains(kernelPath(parts, field))) {
        resettable.add(field);
      }
    }
    return resettable;
  }

  private static String kernelPath(HostParts parts, String field) {
    LimitPath path = LimitTable.path(field);
    HostPart part = path == null ? null : path.field().part();
    return path == null || part == null || path.key().isEmpty()
        ? field
        : LimitPath.with(path.field().path(), kernelName(parts, part, path));
  }

  /** The kernel's name of a field's key. */
  static String kernelName(HostParts parts, HostPart part, LimitPath path) {
    return parts.kernelName(part, canonical(part, path.key()));
  }

  private static List<String> names(HostPart part, LimitPath path, String value) {
    return path.key().isEmpty()
        ? IndexListCodec.members(value)
        : List.of(canonical(part, path.key()));
  }

  /** A size of huge pages has as many spellings as any size; the kernel has one. */
  private static String canonical(HostPart part, String key) {
    if (part != HostPart.HUGE_PAGE) {
      return key;
    }
    try {
      return HugePageCodec.fileName(key);
    } catch (IllegalArgumentException e) {
      return key;
    }
  }

  /** What a value names and the host lacks; null when all is there, or nobody looked. */
  static @Nullable String problem(HostParts parts, String field, LimitPath path, String value) {
    HostPart part = path.field().part();
    if (part == null || !parts.names().containsKey(part)) {
      return null;
    }
    if (parts.of(part) instanceof Reading.Unreadable<SortedMap<String, String>> failed) {
      return "failed to read "
          + failed.what()
          + ": "
          + failed.why()
          + "; which "
          + part.label()
          + " there is, is not known";
    }
    List<String> missing = new ArrayList<>();
    for (String name : names(part, path, value)) {
      if (parts.lacks(part, name)) {
        missing.add(name);
      }
    }
    return missing.isEmpty() ? null : lacking(parts, field, part, missing, value);
  }

  private static String lacking(
      HostParts parts, String field, HostPart part, List<String> missing, String value) {
    SortedMap<String, String> known = parts.of(part).orNull();
    boolean list = part == HostPart.CPU || part == HostPart.NODE;
    String what = list ? IndexListCodec.format(missing) : missing.getFirst();
    return (list ? field + " " + value : field)
        + ": this host has no "
        + part.label()
        + " "
        + what
        + "; it has "
        + offer(list, known == null ? List.of() : List.copyOf(known.keySet()));
  }

  private static String offer(boolean list, List<String> names) {
    if (names.isEmpty()) {
      return "none; remove the field";
    }
    if (list) {
      return IndexListCodec.format(names);
    }
    List<String> shown = names.subList(0, Math.min(MOST_NAMED, names.size()));
    return String.join(", ", shown) + (shown.size() < names.size() ? ", …" : "");
  }
}
