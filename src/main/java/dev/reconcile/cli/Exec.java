package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.View;
import dev.reconcile.execute.ExecProgram;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile exec NAME -- ARGS}: runs a command in a container, on our own standard streams.
 * The exit status is the command's, or 125 when it is we who failed. The helper takes this
 * program's place, so that signals reach the command however they are sent.
 */
final class Exec implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.flag(spec, "-i --stdin", "Not supported yet; standard input is always given.");
    Options.flag(spec, "-t --tty", "Not supported yet.");
    Options.words(spec, "NAME -- COMMAND", "The container, and what to run in it.");
  }

  @Override
  public int failure() {
    return ExitCode.EXEC_FAILED;
  }

  @Override
  public int refusal() {
    return ExitCode.EXEC_FAILED;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    call.refuse("--tty", "--stdin");
    call.format(Format.TEXT);
    if (call.words().size() < 2) {
      throw new RefusedException("expected NAME -- COMMAND");
    }
    call.needsRoot("it enters namespaces");
    ResourceId id = new ResourceId(Kind.CONTAINER, call.words().getFirst());
    List<String> command = call.words().subList(1, call.words().size());
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      View view = reconciler.look();
      Inventory.Entry entry = view.inventory().entries().get(id);
      LiveContainer live = view.live().containers().get(id);
      LiveProcess init = live == null ? null : live.init();
      if (live == null || init == null || !(applied(entry) instanceof Container container)) {
        throw new IOException(
            id
                + (entry == null ? " is not ours; see" : " does not run; see")
                + " 'reconcile get containers'");
      }
      refuseFrozen(id, view.live().frozen(live.leaf()));
      reconciler
          .kernel()
          .monitors()
          .exec(ExecProgram.compile(container, live.leaf().path(), init, view.live(), command));
      return ExitCode.EXEC_FAILED;
    }
  }

  /** The command would stop before its first instruction, and only SIGKILL on v2 would end it. */
  private static void refuseFrozen(ResourceId id, @Nullable String frozen) throws IOException {
    if (frozen != null) {
      throw new IOException(
          id
              + " is paused: cgroup "
              + frozen
              + " is frozen; say 'frozen: false' in the manifest that freezes it and apply"
              + " (apply alone thaws what no manifest freezes)");
    }
  }

  private static @Nullable Resource applied(Inventory.@Nullable Entry entry) {
    return entry == null ? null : entry.newest();
  }
}
