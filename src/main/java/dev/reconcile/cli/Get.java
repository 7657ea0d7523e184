package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.View;
import dev.reconcile.model.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile get [KIND [NAME]]}: what we own and how it is; {@code --all}: the others too.
 */
final class Get implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.flag(spec, "-A --all", "Cgroups that we do not own as well, with the owner -.");
    Options.words(spec, "[KIND [NAME]]", "Which objects.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Selection selection = Selection.of(call);
    List<Item> items = select(items(call), selection);
    print(call, selection, items);
    if (selection.name() != null && items.isEmpty()) {
      String asked = String.join("/", Words.split(call.words()));
      call.console().error("reconcile get: " + asked + ": not found");
      return ExitCode.NOT_ALL;
    }
    return ExitCode.OK;
  }

  private static List<Item> items(Invocation call) throws IOException {
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      View view = reconciler.look();
      List<Item> items = Items.of(call.settings(), view);
      if (call.flag("--all")) {
        items.addAll(new ForeignCgroups(reconciler.kernel().cgroups(), view).items());
      }
      return items;
    }
  }

  private static List<Item> select(List<Item> items, Selection selection) {
    List<Item> selected = new ArrayList<>();
    for (Item item : items) {
      if (selection.holds(item.kind(), item.name())) {
        selected.add(item);
      }
    }
    return selected;
  }

  private static void print(Invocation call, Selection selection, List<Item> items)
      throws IOException {
    Format format = call.settings().format();
    if (format == Format.TEXT || format == Format.WIDE) {
      call.console().out().print(tables(format == Format.WIDE, selection.kind(), items));
    } else if (selection.name() == null) {
      DataWriter.write(
          call.console().out(),
          format,
          Documents.list(items.stream().map(Item::document).toList()));
    } else if (!items.isEmpty()) {
      DataWriter.write(call.console().out(), format, items.getFirst().document());
    }
  }

  private static String tables(boolean wide, @Nullable Kind kind, List<Item> items) {
    GetTable table = new GetTable(wide, kind == null, Instant.now());
    StringBuilder text = new StringBuilder();
    for (Kind each : Kind.values()) {
      String part = table.of(each, select(items, new Selection(each, null)));
      text.append(text.isEmpty() || part.isEmpty() ? "" : "\n").append(part);
    }
    return text.toString();
  }
}
