package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged program with directories and a cgroup root that nobody else has. */
final class Sandbox implements AutoCloseable {
  /** The distribution under test. */
  static final Path HOME = Path.of(System.getProperty("reconcile.home"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path top;
  private final String cgroupRoot;
  private @Nullable Process holder;
  private final AtomicInteger runs = new AtomicInteger();

  Sandbox() {
    try {
      top = Files.createTempDirectory("reconcile-e2e");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cgroupRoot = "/reconcile-e2e-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
  }

  /**
   * One whose commands run in a mount namespace that nobody else has: what they mount on the host
   * they mount there.
   */
  static Sandbox withMountsOfItsOwn() {
    Sandbox sandbox = new Sandbox();
    try {
      sandbox.holder =
          new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sleep", "1000")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path its = Path.of("/proc/" + sandbox.holder.pid() + "/ns/mnt");
    Host.eventually("a mount namespace", () -> !Host.isSame(its, Path.of("/proc/self/ns/mnt")));
    return sandbox;
  }

  /** The mount table that its commands see. */
  String mountTable() {
    Process process = holder;
    return process == null
        ? Host.mountTable()
        : Host.read(Path.of("/proc/" + process.pid() + "/mountinfo"));
  }

  /** A path as its commands see it. */
  Path seen(String path) {
    Process process = holder;
    return Path.of(process == null ? path : "/proc/" + process.pid() + "/root" + path);
  }

  Path state() {
    return top.resolve("state");
  }

  Path directory() {
    return top;
  }

  String cgroupRoot() {
    return cgroupRoot;
  }

  /** {@code <cgroup root>/NAME}. */
  String cgroup(String name) {
    return cgroupRoot + "/" + name;
  }

  /** Writes a file; its directories are made. */
  Path write(String name, String content) {
    try {
      Path file = top.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets an ordinary user reach the manifests; temporary directories are their owner's alone. */
  void readableForAll() {
    try {
      Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line of the program, with this sandbox's directories. */
  List<String> command(String... args) {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/reconcile").toString());
    command.addAll(List.of(args));
    int verb = 2;
    command.addAll(
        verb,
        List.of(
            "--state-dir",
            state().toString(),
            "--run-dir",
            top.resolve("run").toString(),
            "--cgroup-root",
            cgroupRoot));
    return command;
  }

  Ran reconcile(String... args) {
    return run(command(args));
  }

  Ran apply(Path file, String... more) {
    return reconcile(with(more, "apply", "-f", file.toString()));
  }

  private static String[] with(String[] more, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  /** Runs any command with an environment of its own. */
  Ran run(List<String> command) {
    int number = runs.incrementAndGet();
    File out = top.resolve("out." + number).toFile();
    File err = top.resolve("err." + number).toFile();
    try {
      Process process = start(command, out, err);
      int status = process.waitFor();
      return new Ran(
          command, status, Files.readString(out.toPath()), Files.readString(err.toPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a command whose output goes to files. */
  Process start(List<String> command, File out, File err) throws IOException {
    List<String> inside = new ArrayList<>();
    if (holder != null) {
      inside.addAll(List.of("nsenter", "--mount", "--target", Long.toString(holder.pid())));
    }
    inside.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(inside).directory(top.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectOutput(out)
        .redirectError(err)
        .start();
  }

  /** {@code get KIND NAME -o json}. */
  JsonNode get(String kind, String name) {
    Ran ran = reconcile("get", kind, name, "-o", "json").exits(0);
    try {
      return new ObjectMapper().readTree(ran.out());
    } catch (IOException e) {
      throw new AssertionError(ran.toString(), e);
    }
  }

  /** PID 1 of a container, on the host, as {@code get} says. */
  int pid(String container) {
    JsonNode pid = get("container", container).at("/status/pid");
    if (!pid.isInt()) {
      throw new AssertionError("container " + container + " has no status.pid");
    }
    return pid.asInt();
  }

  /** Everything of ours that is on the host: cgroups, processes, container directories. */
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    Host.cgroups(cgroupRoot).forEach(path -> left.add("cgroup " + path));
    processes().forEach(process -> left.add("process " + process));
    for (String directory : List.of("containers", "sync")) {
      try (Stream<Path> files = children(state().resolve(directory))) {
        files.forEach(path -> left.add("directory " + path));
      }
    }
    return left;
  }

  private static Stream<Path> children(Path directory) {
    try {
      return Files.isDirectory(directory) ? Files.list(directory) : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes whose command line or working directory names this sandbox: helpers, monitors. */
  List<String> processes() {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = children(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String command = Host.readIfThere(process.resolve("cmdline")).replace('\0', ' ');
        boolean own = process.getFileName().toString().equals(ownPid());
        if (command.contains(top.toString()) && !own) {
          found.add(process.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String ownPid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  void assertNothingLeft() {
    assertEquals(List.of(), leftovers());
  }

  /** Ends and removes whatever a failed test has left, by cgroup and PID of this sandbox alone. */
  @Override
  public void close() {
    Host.eventually("an end of all in " + cgroupRoot, this::isCleared);
    if (holder != null) {
      holder.destroyForcibly();
    }
    removeTree(top);
  }

  /**
   * Once is not enough: a monitor may have begun another run before it was killed, v1 kills nobody
   * who is frozen, and the kernel lets go of a group a moment after its last process.
   */
  private boolean isCleared() {
    for (String process : processes()) {
      Host.kill(Long.parseLong(process.substring(0, process.indexOf(' '))));
    }
    Host.processes(cgroupRoot).forEach(Host::kill);
    List<Path> deepestFirst = new ArrayList<>(Host.cgroups(cgroupRoot));
    deepestFirst.sort(Comparator.comparing(Path::getNameCount).reversed());
    for (Path directory : deepestFirst) {
      Host.thaw(directory);
      // EBUSY is for the next look, and so is what has appeared since.
      directory.toFile().delete();
    }
    return Host.cgroups(cgroupRoot).isEmpty() && processes().isEmpty();
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeTree(Path top) {
    try (Stream<Path> tree = Files.walk(top)) {
      tree.sorted(Comparator.reverseOrder()).forEach(Sandbox::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
