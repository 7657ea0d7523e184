import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Completes the directory that is installed: {@code java Distribution.java TARGET}, run by the JDK
 * whose run time it takes along. Maven has put the jars into {@code TARGET/reconcile/lib} before.
 *
 * <pre>
 * bin/reconcile            the launcher
 * lib/*.jar                the program
 * lib/*.so                 what JNR-FFI and zstd would otherwise extract to /tmp at each start
 * lib/reconcile.aot        classes as a training run left them, mapped into memory at start
 * lib/liblarge-pages.so    loaded into a command's Java: the cache in large pages
 * libexec/reconcile-helper the C half
 * runtime/                 the Java that this was built with, reduced to the modules in use
 * </pre>
 */
final class Distribution {

  /** Each beyond java.base with whoever asks for it. */
  private static final List<String> MODULES =
      List.of(
          "java.desktop", // Quartz reads job properties through java.beans
          "java.logging", // slf4j-jdk14
          "java.management", // JGit, Quartz
          "java.naming", // Quartz
          "java.rmi", // Quartz
          "java.security.jgss", // JGit over HTTP
          "java.sql", // Quartz
          "java.xml", // JGit
          "jdk.httpserver", // the service's status and metrics
          "jdk.unsupported"); // JNR-FFI: sun.misc.Unsafe

  private final Path target;
  private final Path home;
  private final Path lib;

  private Distribution(Path target) {
    this.target = target.toAbsolutePath().normalize();
    this.home = this.target.resolve("reconcile");
    this.lib = home.resolve("lib");
  }

  public static void main(String[] args) throws Exception {
    Distribution distribution = new Distribution(Path.of(args[0]));
    distribution.copyInstalledFiles(Path.of("src/dist"));
    distribution.copyNative(Path.of("native/build"));
    distribution.compilePicocli();
    distribution.compileAhead();
    distribution.extractLibraries();
    distribution.linkRuntime();
    distribution.train(Path.of("src/build/training"));
  }

  private void copyInstalledFiles(Path source) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, home.resolve(source.relativize(file).toString()));
      }
    }
  }

  private void copyNative(Path build) throws IOException {
    copy(build.resolve("reconcile-helper"), home.resolve("libexec/reconcile-helper"));
    copy(build.resolve("liblarge-pages.so"), lib.resolve("liblarge-pages.so"));
  }

  /**
   * picocli is published as class files of version 49, which an AOT cache does not archive. The
   * same source compiled for this Java is archived, and that is most of the start of {@code
   * reconcile version}.
   */
  private void compilePicocli() throws IOException {
    Path sources = target.resolve("picocli/sources");
    Path classes = Files.createDirectories(target.resolve("picocli/classes"));
    List<String> javac = new ArrayList<>(List.of("-nowarn", "-proc:none", "-XDignore.symbol.file"));
    javac.addAll(List.of("-Xlint:none", "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources.resolve("picocli"))) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(javac::add);
    }
    run("javac", javac);
    run("jar", "--create", "--file", only("picocli-*.jar").toString(), "-C", classes + "", ".");
  }

  /**
   * What javac leaves to be linked when a run comes to it: an AOT cache does not keep that, or only
   * where the training came to it, too.
   */
  private void compileAhead() throws IOException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(lib)) {
      for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new))) {
      Classes.rewrite(
          lib.resolve("reconcile.jar"),
          loader,
          classes -> Lambdas.compile(TypeSwitches.compile(classes, loader), loader));
    }
  }

  private void extractLibraries() throws IOException {
    String arch = System.getProperty("os.arch");
    String jffi = arch.equals("amd64") ? "x86_64" : arch;
    extract(
        only(target.resolve("jffi"), "jffi-*-native.jar"),
        "jni/" + jffi + "-Linux/libjffi-1.2.so",
        lib.resolve("libjffi-1.2.so"));
    Path zstd = only("zstd-jni-*.jar");
    String library = "lib" + zstd.getFileName().toString().replace(".jar", ".so");
    extract(zstd, "linux/" + arch + "/" + library, lib.resolve("libzstd-jni.so"));
  }

  private static void extract(Path jar, String entry, Path to) throws IOException {
    try (var files = FileSystems.newFileSystem(jar)) {
      Files.copy(files.getPath(entry), to, REPLACE_EXISTING);
    }
  }

  /** Linked from the running JDK's own run-time image: jmods are not needed. */
  private void linkRuntime() throws IOException, InterruptedException {
    Path runtime = home.resolve("runtime");
    Path stamp = target.resolve("runtime.stamp");
    String wanted = Runtime.version() + " " + MODULES;
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    delete(runtime);
    run(
        "jlink",
        "--add-modules=" + String.join(",", MODULES),
        "--output=" + runtime,
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages");
    // For the start whose AOT cache does not fit.
    java("-XX:+UseSerialGC", "-Xshare:dump");
    Files.writeString(stamp, wanted);
  }

  private static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Runs {@code commands} once and keeps the classes that they needed, and {@code classes}. */
  private void train(Path training) throws IOException, InterruptedException {
    Path cache = lib.resolve("reconcile.aot");
    Files.deleteIfExists(cache);
    java(
        "@" + lib.resolve("command.options"),
        "-XX:AOTCacheOutput=" + cache,
        "-Dreconcile.home=" + home,
        "-Djffi.boot.library.path=" + lib,
        "-cp",
        lib.resolve("reconcile.jar").toString(),
        "dev.reconcile.cli.Training",
        training.resolve("commands").toString(),
        training.resolve("classes").toString());
    if (Files.notExists(cache)) {
      throw new IOException("train " + cache + ": the run left no cache");
    }
  }

  private void java(String... args) throws IOException, InterruptedException {
    Path log = target.resolve("java.log");
    List<String> command = new ArrayList<>(List.of(home.resolve("runtime/bin/java").toString()));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ":\n" + Files.readString(log));
    }
  }

  private Path only(String glob) throws IOException {
    return only(lib, glob);
  }

  private static Path only(Path directory, String glob) throws IOException {
    try (var found = Files.newDirectoryStream(directory, glob)) {
      return found.iterator().next();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, REPLACE_EXISTING, COPY_ATTRIBUTES);
  }

  private static void run(String tool, String... args) {
    run(tool, Arrays.asList(args));
  }

  /** A tool speaks only when it fails. */
  private static void run(String tool, List<String> args) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    ToolProvider provider = ToolProvider.findFirst(tool).orElseThrow();
    int status = provider.run(out, out, args.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(tool + ": exit status " + status + "\n" + said);
    }
  }
}
