package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.kernel.process.LinuxProcesses;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile host}: what this host offers, what is missing and how to get it. */
final class HostVerb implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.flag(spec, "--snapshot", "Not supported yet.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    call.refuse("--snapshot");
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    HostFacts facts =
        HostFacts.read(
            HostRoot.LIVE, new LinuxCgroupFs(HostRoot.LIVE), new LinuxProcesses(HostRoot.LIVE));
    List<Requirement> missing = Requirement.missing(facts);
    if (format == Format.TEXT) {
      call.console().out().print(HostText.of(facts, missing));
    } else {
      DataWriter.write(call.console().out(), format, HostData.of(facts, missing));
    }
    return missing.isEmpty() ? ExitCode.OK : ExitCode.NOT_ALL;
  }
}
