import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.AttributesProcessingOption;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** The class files of a jar, all at once. */
final class Classes {
  private static final String SUFFIX = ".class";

  private Classes() {}

  /**
   * A reader and writer of class files. Annotations of types in a method say where they stand by
   * offsets, which a changed method does not have any more: they are left out.
   *
   * @param loader finds the classes that are referred to
   */
  static ClassFile file(ClassLoader loader) {
    return ClassFile.of(
        AttributesProcessingOption.DROP_UNSTABLE_ATTRIBUTES,
        ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(loader)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /**
   * Replaces the jar: what is no class stays as it is, and a class that the JVM would refuse is
   * found now, not when a run first comes to it.
   *
   * @param loader finds the classes that are referred to
   * @param change from class files by their names, such as {@code a/b/C}, to those that are to be
   *     there instead
   */
  static void rewrite(Path jar, ClassLoader loader, UnaryOperator<Map<String, byte[]>> change)
      throws IOException {
    ClassFile classFile = file(loader);
    Map<String, byte[]> classes = new TreeMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(bytes)) {
      for (JarEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        String name = entry.getName();
        if (name.endsWith(SUFFIX)) {
          classes.put(name.substring(0, name.length() - SUFFIX.length()), content);
        } else {
          put(out, entry, content);
        }
      }
      for (Map.Entry<String, byte[]> changed : change.apply(classes).entrySet()) {
        List<VerifyError> refusals = classFile.verify(changed.getValue());
        if (!refusals.isEmpty()) {
          throw new IOException(changed.getKey() + ": " + refusals.getFirst().getMessage());
        }
        JarEntry before = in.getJarEntry(changed.getKey() + SUFFIX);
        JarEntry like = before == null ? in.stream().findFirst().orElseThrow() : before;
        JarEntry entry = new JarEntry(changed.getKey() + SUFFIX);
        entry.setTimeLocal(like.getTimeLocal());
        put(out, entry, changed.getValue());
      }
    }
    Path next = jar.resolveSibling(jar.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(next)) {
      bytes.writeTo(out);
    }
    Files.move(next, jar, REPLACE_EXISTING);
  }

  private static void put(JarOutputStream out, JarEntry like, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(like.getName());
    entry.setTimeLocal(like.getTimeLocal());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
