package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.TimeSpan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile logs NAME}: what a container's process wrote to its standard streams. */
final class Logs implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.flag(spec, "-f --follow", "Goes on as more is written.");
    Options.value(spec, "--since", "TIME", "From a moment (RFC 3339), or as long ago (10m).");
    Options.value(spec, "--tail", "N", "The last N lines.");
    Options.flag(spec, "-p --previous", "Of the run before this one.");
    Options.words(spec, "NAME", "The container.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException, InterruptedException {
    if (call.words().size() != 1) {
      throw new RefusedException("expected one container's NAME");
    }
    call.format(Format.TEXT);
    String name = call.words().getFirst();
    Path directory = call.settings().environment().container(name);
    if (name.contains("/") || !isThere(directory)) {
      call.console().error("reconcile logs: container/" + name + ": not found");
      return ExitCode.NOT_ALL;
    }
    LogFiles files = new LogFiles(directory);
    Instant since = since(call);
    print(call.console().out(), select(call, files.all(), since, window(call, directory)));
    if (call.flag("-f")) {
      follow(call.console().out(), directory, files);
    }
    return ExitCode.OK;
  }

  /** That it may not be looked at is an error, and not that it is absent. */
  private static boolean isThere(Path directory) throws IOException {
    try {
      return Files.readAttributes(directory, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  private static @Nullable Instant since(Invocation call) throws RefusedException {
    String text = call.text("--since");
    if (text == null) {
      return null;
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : Instant.now().minusMillis(TimeSpan.parse(text).millis());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new RefusedException(
          "--since: expected a moment such as 2026-11-23T15:41:21Z or a duration such as 10m, not '"
              + text
              + "'");
    }
  }

  /**
   * The milliseconds from and to which the wanted run lasted.
   *
   * @param to 0: it lasts still
   */
  private record Window(long from, long to) {}

  private static Window window(Invocation call, Path directory) throws IOException {
    if (!call.flag("--previous")) {
      return new Window(0, 0);
    }
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Reading<MonitorStatus> reading = reconciler.kernel().monitors().status(directory);
      if (reading instanceof Reading.Unreadable<MonitorStatus>(String what, String why)) {
        throw new IOException("failed to read " + what + ": " + why);
      }
      MonitorStatus status = reading.orNull();
      if (status == null || status.number("lastFinishedAt") == 0) {
        throw new IOException(
            "container/" + directory.getFileName() + " has not run before; leave out --previous");
      }
      return new Window(status.number("lastStartedAt"), status.number("startedAt"));
    }
  }

  private static List<LogLine> select(
      Invocation call, List<LogLine> lines, @Nullable Instant since, Window window)
      throws RefusedException {
    List<LogLine> selected = new ArrayList<>();
    for (LogLine line : lines) {
      long millis = line.time().toEpochMilli();
      boolean inRun = millis >= window.from() && (window.to() == 0 || millis < window.to());
      if (inRun && (since == null || !line.time().isBefore(since))) {
        selected.add(line);
      }
    }
    String tail = call.text("--tail");
    return tail == null ? selected : last(selected, tail);
  }

  private static List<LogLine> last(List<LogLine> lines, String tail) throws RefusedException {
    if (!tail.matches("\\d{1,9}")) {
      throw new RefusedException("--tail: expected a number of lines, not '" + tail + "'");
    }
    return lines.subList(Math.max(0, lines.size() - Integer.parseInt(tail)), lines.size());
  }

  private static void print(PrintStream out, List<LogLine> lines) {
    for (LogLine line : lines) {
      out.print(line.text());
      if (line.whole()) {
        out.print('\n');
      }
    }
  }

  /** Until the container's directory is gone, or Ctrl-C. */
  private static void follow(PrintStream out, Path directory, LogFiles files)
      throws IOException, InterruptedException {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      WatchKey key =
          directory.register(
              watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
      while (key.isValid()) {
        print(out, files.more());
        out.flush();
        if (out.checkError()) {
          return;
        }
        watch.take().pollEvents();
        key.reset();
      }
    }
  }
}
