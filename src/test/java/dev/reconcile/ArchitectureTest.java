package dev.reconcile;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.reconcile.testing.RealKernel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The direction between the rooms, as docs/architecture.md draws it. A new package needs a row in
 * {@link Room}; a new arrow needs a reason.
 */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.reconcile");

  /** A package below dev.reconcile and the rooms that it may see, besides itself. */
  private enum Room {
    MODEL(),
    LIVE(MODEL),
    FIELDS(MODEL, LIVE),
    DIFF(MODEL, LIVE, FIELDS),
    PLAN(MODEL, LIVE, FIELDS, DIFF),

    MANIFEST(aboveThePure()),
    SOURCES(aboveThePure()),
    KERNEL(aboveThePure()),
    STORE(aboveThePure()),
    LAYERS(aboveThePure()),

    RENDER(aboveThePure(SOURCES, MANIFEST)),
    OBSERVE(aboveThePure(KERNEL)),
    EXECUTE(aboveThePure(KERNEL)),

    ENGINE(aboveThePure(MANIFEST, SOURCES, KERNEL, STORE, LAYERS, RENDER, OBSERVE, EXECUTE)),
    SERVICE(above(ENGINE)),
    CLI(above(SERVICE));

    private final List<Room> seen;

    Room(Room... seen) {
      this.seen = List.of(seen);
    }

    private static Room[] aboveThePure(Room... more) {
      return Stream.concat(Stream.of(MODEL, LIVE, FIELDS, DIFF, PLAN), Stream.of(more))
          .toArray(Room[]::new);
    }

    private static Room[] above(Room room) {
      return Stream.concat(room.seen.stream(), Stream.of(room)).toArray(Room[]::new);
    }

    String classes() {
      return "dev.reconcile." + name().toLowerCase(Locale.ROOT) + "..";
    }

    boolean holds(JavaClass c) {
      return resideInAPackage(classes()).test(c);
    }

    String[] allowed() {
      return Stream.concat(Stream.of(this), seen.stream())
          .map(Room::classes)
          .toArray(String[]::new);
    }
  }

  private static final String[] PURE_ROOMS = Room.PLAN.allowed();

  /**
   * Computes, and asks nobody: the one departure from language, {@code java.util} and {@code
   * java.time}, by class so that the rest of java.security and java.nio stays out.
   */
  private static final List<Class<?>> DIGEST =
      List.of(
          Charset.class,
          MessageDigest.class,
          NoSuchAlgorithmException.class,
          StandardCharsets.class);

  private static final List<Class<?>> AMBIENT =
      List.of(
          Clock.class,
          Process.class,
          ProcessBuilder.class,
          ProcessHandle.class,
          Random.class,
          Runtime.class,
          Thread.class);

  @Test
  void sawTheClasses() {
    assertTrue(CLASSES.size() > 50, "only " + CLASSES.size() + " classes were looked at");
    List<String> unknown =
        CLASSES.stream()
            .filter(c -> Stream.of(Room.values()).noneMatch(room -> room.holds(c)))
            .map(JavaClass::getName)
            .toList();
    assertEquals(List.of(), unknown, "classes without a room");
  }

  @ParameterizedTest
  @EnumSource(Room.class)
  void seesOnlyTheRoomsBelow(Room room) {
    noClasses()
        .that()
        .resideInAPackage(room.classes())
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.reconcile..").and(not(resideInAnyPackage(room.allowed()))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void pureRoomsUseTheLanguageOnly() {
    classes()
        .that()
        .resideInAnyPackage(PURE_ROOMS)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(PURE_ROOMS)
                .or(
                    resideInAnyPackage(
                        "java.lang..",
                        "java.math",
                        "java.time..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "org.jspecify.annotations"))
                .or(describe("a digest", c -> DIGEST.stream().anyMatch(c::isEquivalentTo)))
                .or(describe("primitives", c -> c.getBaseComponentType().isPrimitive())))
        .check(CLASSES);
  }

  /** What a plan depends on is passed in: the same inputs give the same plan anywhere, any time. */
  @Test
  void pureRoomsAskNobodyForTheirInputs() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE_ROOMS)
        .should()
        .accessTargetWhere(
            describe("the process, the host or the clock", ArchitectureTest::isAmbient))
        .check(CLASSES);
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    return AMBIENT.stream().anyMatch(owner::isAssignableTo)
        || owner.isEquivalentTo(System.class) && !access.getName().equals("arraycopy")
        || owner.getPackageName().startsWith("java.time") && access.getName().equals("now")
        || owner.isEquivalentTo(UUID.class) && access.getName().equals("randomUUID");
  }

  @Test
  void onlyTheKernelRoomKnowsJnr() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Room.KERNEL.classes())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "com.kenai.jffi..", "java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineWritesToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Room.CLI.classes())
        .should()
        .accessTargetWhere(
            describe(
                "a standard stream",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("in", "out", "err").contains(access.getName())))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertAll(
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .map(p -> () -> assertTrue(isNullMarked(p), p.getName() + " is not @NullMarked")));
  }

  private static boolean isNullMarked(JavaPackage p) {
    return p.tryGetPackageInfo().isPresent()
        && p.getPackageInfo().isAnnotatedWith(NullMarked.class);
  }

  /**
   * The unit tests leave out what is tagged, the later run takes what has the suffix: a test with
   * only one of the two would run twice, or never.
   */
  @Test
  void testsOfTheRealKernelAreTaggedAndNamedSo() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("dev.reconcile");
    List<String> odd =
        tests.stream()
            .filter(c -> !c.isAnnotation())
            .filter(c -> isTaggedKernel(c) != c.getSimpleName().matches(".*(KernelTest|E2eTest)"))
            .map(JavaClass::getName)
            .toList();

    assertTrue(tests.contain(DistributionE2eTest.class), "no tests were looked at");
    assertEquals(List.of(), odd, "tagged kernel, or named *KernelTest or *E2eTest, but not both");
  }

  private static boolean isTaggedKernel(JavaClass c) {
    return c.isAnnotatedWith(RealKernel.class)
        || c.tryGetAnnotationOfType(Tag.class)
            .map(tag -> tag.value().equals("kernel"))
            .orElse(false);
  }
}
