package dev.reconcile.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a program works.
 *
 * @param stateDir what survives a reboot: inventory, container directories, layers
 * @param runDir what does not need to: the scratch mount point
 * @param cgroupRoot absolute cgroup path of our own groups, such as {@code /reconcile}
 * @param home where the program is installed: {@code libexec/reconcile-helper} is below it
 * @param lockTimeout how long to wait for another run on the same state directory
 */
public record Environment(
    Path stateDir, Path runDir, String cgroupRoot, Path home, Duration lockTimeout) {
  /** The helper's executable. */
  public Path helper() {
    return home.resolve("libexec").resolve("reconcile-helper");
  }

  /** The inventory's file. */
  public Path inventory() {
    return stateDir.resolve("inventory.json");
  }

  /** A container's directory. */
  public Path container(String name) {
    return stateDir.resolve("containers").resolve(name);
  }
}
