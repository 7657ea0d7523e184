package dev.reconcile.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the kernel says, read without the program under test. */
final class Host {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> PRIVATE = List.of("cgroup", "ipc", "mnt", "net", "pid", "uts");

  private Host() {}

  /** Mount points of every cgroup hierarchy: {@code 30 24 0:26 / /sys/fs/cgroup/… … - cgroup …}. */
  static List<Path> hierarchies() {
    List<Path> mounts = new ArrayList<>();
    for (String line : read(Path.of("/proc/self/mountinfo")).lines().toList()) {
      String type = line.substring(line.indexOf(" - ") + 3).split(" ")[0];
      if (type.equals("cgroup") || type.equals("cgroup2")) {
        mounts.add(Path.of(line.split(" ")[4]));
      }
    }
    return mounts;
  }

  /** Where a controller is mounted on v1; null when it is not. */
  static @Nullable Path v1(String controller) {
    for (String line : read(Path.of("/proc/self/mountinfo")).lines().toList()) {
      String options = line.substring(line.lastIndexOf(' ') + 1);
      if (line.contains(" - cgroup ") && List.of(options.split(",")).contains(controller)) {
        return Path.of(line.split(" ")[4]);
      }
    }
    return null;
  }

  /** Where v2 is mounted; null when it is not. */
  static @Nullable Path unified() {
    for (Path hierarchy : hierarchies()) {
      if (Files.exists(hierarchy.resolve("cgroup.controllers"))) {
        return hierarchy;
      }
    }
    return null;
  }

  /**
   * Lines of {@code /proc/PID/cgroup} for hierarchies that are mounted here. The kernel keeps
   * others too: mounted for somebody else alone, or unmounted while they still have groups.
   */
  static List<String> placesOf(long pid) {
    return read(Path.of("/proc/" + pid + "/cgroup"))
        .lines()
        .filter(line -> isMounted(line.split(":", 3)[1].split(",")[0]))
        .toList();
  }

  private static boolean isMounted(String id) {
    return (id.isEmpty() ? unified() : v1(id)) != null;
  }

  /** Every directory of a cgroup path and of all below it, in all hierarchies. */
  static List<Path> cgroups(String path) {
    List<Path> found = new ArrayList<>();
    for (Path hierarchy : hierarchies()) {
      Path top = Path.of(hierarchy + path);
      if (Files.isDirectory(top)) {
        addTree(top, found);
      }
    }
    return found;
  }

  /** Some may go while we look: they have no children then. */
  private static void addTree(Path directory, List<Path> found) {
    found.add(directory);
    File[] children = directory.toFile().listFiles(File::isDirectory);
    for (File child : children == null ? new File[0] : children) {
      addTree(child.toPath(), found);
    }
  }

  /** A group of v1's freezer; any other is as it was. */
  static void thaw(Path cgroup) {
    Path state = cgroup.resolve("freezer.state");
    if (!readIfThere(state).isEmpty() && !readIfThere(state).equals("THAWED\n")) {
      write(state, "THAWED");
    }
  }

  /** The file of a cgroup in whatever hierarchy has it; null when none. */
  static @Nullable Path file(String cgroup, String... names) {
    for (Path hierarchy : hierarchies()) {
      for (String name : names) {
        Path file = Path.of(hierarchy + cgroup + "/" + name);
        if (Files.exists(file)) {
          return file;
        }
      }
    }
    return null;
  }

  /** Its memory limit in bytes, v1's or v2's. */
  static Path memoryLimit(String cgroup) {
    Path file = file(cgroup, "memory.max", "memory.limit_in_bytes");
    if (file == null) {
      throw new AssertionError("no hierarchy has a memory limit for " + cgroup);
    }
    return file;
  }

  /** PIDs in a cgroup and below it. */
  static List<Integer> processes(String cgroup) {
    List<Integer> pids = new ArrayList<>();
    for (Path directory : cgroups(cgroup)) {
      for (String line : readIfThere(directory.resolve("cgroup.procs")).lines().toList()) {
        int pid = Integer.parseInt(line);
        if (pid != 0 && !pids.contains(pid)) {
          pids.add(pid);
        }
      }
    }
    return pids;
  }

  /** Inode links of the six namespaces that are private by default. */
  static SortedMap<String, String> namespaces(String pid) {
    SortedMap<String, String> links = new TreeMap<>();
    for (String type : PRIVATE) {
      try {
        links.put(type, Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + type)).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return links;
  }

  /** Whether two links of {@code /proc/PID/ns} lead to the same namespace. */
  static boolean isSame(Path namespace, Path other) {
    try {
      return Files.readSymbolicLink(namespace).equals(Files.readSymbolicLink(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isAlive(long pid) {
    String stat = readIfThere(Path.of("/proc/" + pid + "/stat"));
    return !stat.isEmpty() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
  }

  /** Children that have ended and that nobody has waited for; no cgroup file lists them. */
  static long zombiesOf(int parent) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(process -> process.getFileName().toString().matches("\\d+"))
          .map(process -> readIfThere(process.resolve("stat")))
          .filter(stat -> stat.contains(") Z " + parent + " "))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String mountTable() {
    return read(Path.of("/proc/self/mountinfo"));
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Waits for something that other processes bring about; an error after a long time. */
  static void eventually(String what, BooleanSupplier condition) {
    eventually(what, PATIENCE, condition);
  }

  static void eventually(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      Thread.onSpinWait();
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when the file is gone, or what it is about: ESRCH, ENODEV. */
  static String readIfThere(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
