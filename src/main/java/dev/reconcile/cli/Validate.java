package dev.reconcile.cli;

import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.ParseResult;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile validate -f PATH}: the manifests alone; looks at no kernel and needs no root.
 */
final class Validate implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.manifests(spec);
    Options.values(spec, "--var", "K=V", "Not supported yet.");
    Options.values(spec, "--vars", "FILE", "Not supported yet.");
  }

  @Override
  public int run(Invocation call) throws RefusedException {
    call.refuse("--var", "--vars");
    call.format(Format.TEXT);
    ParseResult result = Input.parse(call, null);
    for (Diagnostic warning : result.warnings()) {
      call.console().error("warning: " + warning);
    }
    int count = result.desired().resources().size();
    call.console().out().println(count == 1 ? "1 object is valid" : count + " objects are valid");
    return ExitCode.OK;
  }
}
