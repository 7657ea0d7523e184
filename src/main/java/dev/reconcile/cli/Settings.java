package dev.reconcile.cli;

import dev.reconcile.engine.Environment;
import dev.reconcile.fields.Nearest;
import dev.reconcile.kernel.systemd.SystemdHost;
import dev.reconcile.model.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The global options.
 *
 * @param home of the installation; the helper is {@code libexec/reconcile-helper} below it
 * @param color whether data for people is coloured
 * @param verbose a stack trace with each error; each control file in a plan
 * @param terminal whether standard output is one
 * @param root whether we have the effective user id 0
 */
record Settings(
    Path stateDir,
    Path runDir,
    String cgroupRoot,
    Path home,
    Format format,
    boolean color,
    boolean verbose,
    boolean terminal,
    boolean root,
    Duration lockTimeout) {

  /** Options that take a value: what stands behind them is not the verb. */
  static final List<String> WITH_VALUE =
      List.of(
          "--state-dir",
          "--run-dir",
          "--cgroup-root",
          "--lock-timeout",
          "--color",
          "-o",
          "--output");

  static void declare(CommandSpec spec) {
    Options.value(spec, "--state-dir", "DIR", "What we own (default /var/lib/reconcile).");
    Options.value(spec, "--run-dir", "DIR", "What a reboot clears (default /run/reconcile).");
    Options.value(
        spec,
        "--cgroup-root",
        "PATH",
        "Above all our cgroups (default " + SystemdHost.cgroupRoot() + ").");
    Options.value(spec, "--lock-timeout", "TIME", "How long to wait for another run (30s).");
    Options.value(spec, "-o --output", "FORMAT", "text, json or yaml; get: wide as well.");
    Options.value(spec, "--color", "WHEN", "auto, always or never.");
    Options.flag(
        spec, "-v --verbose", "A stack trace with each error; each control file in a plan.");
    Options.flag(spec, "-h --help", "Prints this.");
  }

  static Settings of(ParseResult line, Map<String, String> environment) throws RefusedException {
    String cgroupRoot =
        setting(
            line, environment, "--cgroup-root", "RECONCILE_CGROUP_ROOT", SystemdHost.cgroupRoot());
    if (!cgroupRoot.startsWith("/") || cgroupRoot.length() < 2) {
      throw new RefusedException(
          "--cgroup-root: expected a cgroup path such as /reconcile, not '" + cgroupRoot + "'");
    }
    return new Settings(
        path(line, environment, "--state-dir", "RECONCILE_STATE_DIR", "/var/lib/reconcile"),
        path(line, environment, "--run-dir", "RECONCILE_RUN_DIR", "/run/reconcile"),
        cgroupRoot,
        Path.of(System.getProperty("reconcile.home", ".")).toAbsolutePath().normalize(),
        format(line),
        color(line, environment),
        line.hasMatchedOption("-v"),
        isTerminal(),
        isRoot(),
        lockTimeout(line));
  }

  /** The engine's share of them. */
  Environment environment() {
    return new Environment(stateDir, runDir, cgroupRoot, home, lockTimeout);
  }

  /** What colours data for people. */
  Paint paint() {
    return Paint.of(color);
  }

  private static String setting(
      ParseResult line, Map<String, String> environment, String option, String twin, String or) {
    String given = line.matchedOptionValue(option, null);
    return given != null ? given : environment.getOrDefault(twin, or);
  }

  private static Path path(
      ParseResult line, Map<String, String> environment, String option, String twin, String or) {
    return Path.of(setting(line, environment, option, twin, or)).toAbsolutePath().normalize();
  }

  private static Format format(ParseResult line) throws RefusedException {
    String text = line.matchedOptionValue("-o", "text");
    Format format = Format.parse(text);
    if (format == null) {
      String near = Nearest.suggestion(text, List.of("text", "wide", "json", "yaml"));
      throw new RefusedException(
          "-o: expected text, wide, json or yaml, not '" + text + "'" + near);
    }
    return format;
  }

  private static Duration lockTimeout(ParseResult line) throws RefusedException {
    String text = line.matchedOptionValue("--lock-timeout", "30s");
    try {
      return Duration.ofMillis(TimeSpan.parse(text).millis());
    } catch (IllegalArgumentException e) {
      throw new RefusedException("--lock-timeout: " + e.getMessage());
    }
  }

  /** {@code --color} decides; without it NO_COLOR (no-color.org); without it the terminal. */
  private static boolean color(ParseResult line, Map<String, String> environment)
      throws RefusedException {
    String when = line.matchedOptionValue("--color", "auto");
    return switch (when) {
      case "always" -> true;
      case "never" -> false;
      case "auto" -> environment.getOrDefault("NO_COLOR", "").isEmpty() && isTerminal();
      default ->
          throw new RefusedException("--color: expected auto, always or never, not '" + when + "'");
    };
  }

  /**
   * A terminal is a link such as {@code /proc/self/fd/1 -> /dev/pts/3}; a pipe is {@code pipe:[7]}.
   */
  private static boolean isTerminal() {
    String target = link(Path.of("/proc/self/fd/1"));
    return target != null
        && (target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console"));
  }

  private static @Nullable String link(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException e) {
      return null;
    }
  }

  /** {@code /proc/self} belongs to the effective user. */
  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }
}
