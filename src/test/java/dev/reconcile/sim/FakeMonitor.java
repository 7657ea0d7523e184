package dev.reconcile.sim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One simulated monitor: what it knows, and the record that it keeps. */
final class FakeMonitor {
  final Path directory;
  final FakeProcess process;
  Program program;
  @Nullable FakeProcess init;
  @Nullable Begun request;
  Phase phase = Phase.STARTING;
  long restarts;

  /** Turns of the world until it does what it has begun. */
  int delay;

  /** As in the status file. */
  enum Phase {
    STARTING,
    RUNNING,
    BACKOFF,
    STOPPING,
    SUCCEEDED,
    FAILED,
    STOPPED
  }

  FakeMonitor(Path directory, FakeProcess process, Program program) {
    this.directory = directory;
    this.process = process;
    this.program = program;
  }

  String name() {
    return directory.getFileName().toString();
  }

  /** Writes the status file, by rename: never torn. */
  void record(FakeFiles files, String bootId, Map<String, String> outcome) {
    SortedMap<String, String> lines = new TreeMap<>(outcome);
    lines.put("version", "1");
    lines.put("phase", phase.name().toLowerCase(java.util.Locale.ROOT));
    lines.put("monitor", Integer.toString(process.pid));
    lines.put("bootId", bootId);
    lines.put("restarts", Long.toString(restarts));
    FakeProcess running = init;
    if (running != null) {
      lines.put("pid", Integer.toString(running.pid));
      lines.put("starttime", Long.toString(running.startTime));
    }
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (files.isDirectory(directory)) {
      files.seedFile(directory.resolve("status"), bytes, 0600);
    }
  }
}
