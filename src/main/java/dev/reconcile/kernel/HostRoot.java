package dev.reconcile.kernel;

import java.nio.file.Path;

/**
 * Where a host's {@code /} is: {@code /} itself, or a directory that holds a captured {@code proc}
 * and {@code sys}.
 *
 * @param prefix put before absolute paths of the host; empty for this host
 */
public record HostRoot(String prefix) {
  /** The machine that we run on. */
  public static final HostRoot LIVE = new HostRoot("");

  /** A captured host. */
  public static HostRoot captured(Path directory) {
    return new HostRoot(directory.toString());
  }

  /** Where an absolute path of that host is on ours. */
  public String at(String path) {
    return prefix + path;
  }

  /** Where {@code /proc/PID/file} is; {@code self} for PID 0. */
  public String proc(int pid, String file) {
    return prefix + "/proc/" + (pid == 0 ? "self" : Integer.toString(pid)) + "/" + file;
  }
}
