package dev.reconcile.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile version}: the version that the build wrote into the jar's manifest. */
final class Version {

  private Version() {}

  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection((Callable<Integer>) Version::print);
    spec.name("version").usageMessage().description("Prints the program's version.");
    return spec;
  }

  private static Integer print() {
    String version = Version.class.getPackage().getImplementationVersion();
    System.out.println("reconcile " + (version == null ? "development" : version));
    return 0;
  }
}
