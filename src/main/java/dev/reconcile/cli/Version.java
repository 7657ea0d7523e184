package dev.reconcile.cli;

import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile version}: the version that the build wrote into the jar's manifest. */
final class Version implements Verb {
  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    if (format != Format.TEXT) {
      Dict version = Dict.EMPTY.with("version", new Text(number()));
      DataWriter.write(call.console().out(), format, version);
      return ExitCode.OK;
    }
    call.console().out().println("reconcile " + number());
    return ExitCode.OK;
  }

  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
