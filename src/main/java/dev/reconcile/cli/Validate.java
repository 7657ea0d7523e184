package dev.reconcile.cli;

import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  public int run(Invocation call) throws RefusedException, IOException {
    call.refuse("--var", "--vars");
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    ParseResult result = Input.read(call, null);
    for (Diagnostic warning : result.warnings()) {
      call.console().error("warning: " + warning);
    }
    if (format != Format.TEXT) {
      DataWriter.write(call.console().out(), format, data(result));
      return ExitCode.OK;
    }
    int count = result.desired().resources().size();
    call.console().out().println(count == 1 ? "1 object is valid" : count + " objects are valid");
    return ExitCode.OK;
  }

  private static Dict data(ParseResult result) {
    List<Value> objects = new ArrayList<>();
    result.desired().resources().keySet().forEach(id -> objects.add(new Text(id.toString())));
    List<Value> warnings = new ArrayList<>();
    result.warnings().forEach(warning -> warnings.add(new Text(warning.toString())));
    return Dict.EMPTY.with("objects", new Seq(objects)).with("warnings", new Seq(warnings));
  }
}
