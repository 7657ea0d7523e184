package dev.reconcile.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile version}: the version that the build wrote into the jar's manifest. */
final class Version implements Verb {
  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(Invocation call) {
    call.console().out().println("reconcile " + number());
    return ExitCode.OK;
  }

  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
