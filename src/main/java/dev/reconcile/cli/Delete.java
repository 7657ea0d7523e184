package dev.reconcile.cli;

import dev.reconcile.engine.HeadStart;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.manifest.Places;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile delete -f PATH | KIND NAME}: only what is ours; absent is fine. */
final class Delete implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.manifests(spec);
    Options.owner(spec);
    Options.words(spec, "KIND NAME", "The object.");
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    SortedSet<ResourceId> objects = objects(call);
    call.needsRoot("it ends processes and removes cgroups");
    try (Reconciler reconciler = new Reconciler(call.settings().environment());
        Interrupts _ = new Interrupts(reconciler::interrupt)) {
      Report report = reconciler.reconcile(Requests.deletion(call, objects));
      return Outcomes.print(call, format, report, Places.NONE);
    }
  }

  private static SortedSet<ResourceId> objects(Invocation call)
      throws RefusedException, IOException {
    List<String> words = call.words();
    if (call.flag("-f") == !words.isEmpty()) {
      throw new RefusedException("give -f PATH, or KIND NAME");
    }
    if (words.isEmpty()) {
      return Input.identities(call);
    }
    SortedSet<ResourceId> one = new TreeSet<>(List.of(Words.object(words)));
    HeadStart.begin(call.settings().environment());
    HeadStart.goOn(one);
    return one;
  }
}
