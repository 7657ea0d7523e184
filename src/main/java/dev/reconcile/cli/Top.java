package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.status.ObjectUsage;
import dev.reconcile.live.Counter;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile top [KIND [NAME]]}: use against limits. Rates need two looks, one interval
 * apart. On a terminal it goes on until interrupted, elsewhere it prints once.
 */
final class Top implements Verb {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  @Override
  public void declare(CommandSpec spec) {
    Options.value(spec, "-n --count", "N", "How often to print (terminal: without end; else 1).");
    Options.value(spec, "--interval", "TIME", "Between two looks (default 1s).");
    Options.value(spec, "--sort", "COLUMN", "cpu (default), memory, pids or name.");
    Options.words(spec, "[KIND [NAME]]", "Which objects.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Comparator<UsageSample> order = order(call.text("--sort", "cpu"));
    Duration interval = call.duration("--interval", INTERVAL);
    long prints = prints(call);
    Selection selection = Selection.of(call);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Map<ResourceId, ObjectUsage> before = look(reconciler);
      for (long print = 0; print < prints; print++) {
        Thread.sleep(interval);
        Map<ResourceId, ObjectUsage> now = look(reconciler);
        print(call, samples(before, now, selection, order), prints > 1);
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private static Map<ResourceId, ObjectUsage> look(Reconciler reconciler) throws IOException {
    Map<ResourceId, ObjectUsage> look = new HashMap<>();
    for (ObjectUsage usage : reconciler.usage()) {
      look.put(usage.id(), usage);
    }
    return look;
  }

  private static List<UsageSample> samples(
      Map<ResourceId, ObjectUsage> before,
      Map<ResourceId, ObjectUsage> now,
      Selection selection,
      Comparator<UsageSample> order) {
    List<UsageSample> samples = new ArrayList<>();
    for (ObjectUsage usage : now.values()) {
      if (selection.holds(usage.id().kind().manifestName(), usage.id().name())) {
        samples.add(new UsageSample(before.get(usage.id()), usage));
      }
    }
    samples.sort(order);
    return samples;
  }

  private static void print(Invocation call, List<UsageSample> samples, boolean again)
      throws IOException {
    Format format = call.settings().format();
    if (format == Format.TEXT || format == Format.WIDE) {
      boolean screen = again && call.settings().terminal();
      call.console().out().print(screen ? CLEAR_SCREEN : "");
      call.console().out().print(TopTable.of(samples, format == Format.WIDE));
    } else {
      DataWriter.write(call.console().out(), format, TopData.of(samples));
    }
    call.console().flush();
  }

  private static long prints(Invocation call) throws RefusedException {
    String text = call.text("--count");
    if (text == null) {
      return call.settings().terminal() && call.settings().format() == Format.TEXT
          ? Long.MAX_VALUE
          : 1;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new RefusedException("--count: expected a number from 1, not '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private static Comparator<UsageSample> order(String column) throws RefusedException {
    return switch (column) {
      case "cpu" -> UsageSample.order(Counter.CPU, true);
      case "memory" -> UsageSample.order(Counter.MEMORY, false);
      case "pids" -> UsageSample.order(Counter.PIDS, false);
      case "name" -> Comparator.comparing(UsageSample::id);
      default ->
          throw new RefusedException(
              "--sort: expected cpu, memory, pids or name, not '" + column + "'");
    };
  }
}
