package dev.reconcile.fields.usage;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A kernel file that holds a counter.
 *
 * @param version 1 or 2
 * @param controller kernel name; {@code cgroup} for files that every v2 group has
 * @param parser from the file's text to the counter's unit; {@link UsageFormats#NONE} when it is
 *     not in there
 * @param alone it counts the group without those below, which must be added
 */
public record CounterFile(
    int version, String controller, String name, ToLongFunction<String> parser, boolean alone) {
  static final String CORE = "cgroup";

  static CounterFile v1(String controller, String name, ToLongFunction<String> parser) {
    return new CounterFile(1, controller, name, parser, false);
  }

  static CounterFile v2(String controller, String name, ToLongFunction<String> parser) {
    return new CounterFile(2, controller, name, parser, false);
  }

  CounterFile withoutThoseBelow() {
    return new CounterFile(version, controller, name, parser, true);
  }

  /** Where this host has it; null when it has not. */
  public @Nullable Hierarchy hierarchy(CgroupHost host) {
    return host.of(version, controller);
  }
}
