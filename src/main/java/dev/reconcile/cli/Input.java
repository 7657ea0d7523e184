package dev.reconcile.cli;

import dev.reconcile.engine.HeadStart;
import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.Identities;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.ResourceId;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.InputException;
import dev.reconcile.sources.SourceFile;
import dev.reconcile.sources.SourceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code -f} names, read and checked as a whole. */
final class Input {
  private Input() {}

  /**
   * The desired objects, with warnings of what only a look at the applied ones could tell.
   *
   * @param saved a plan that names the input where {@code -f} does not
   * @throws RefusedException with every mistake of every document
   */
  static ParseResult read(Invocation call, @Nullable PlanFile saved) throws RefusedException {
    return checked(Renderer.read(files(call, saved)));
  }

  /** As {@link #read}; what a look at the host needs is made ready meanwhile. */
  static ParseResult readForLook(Invocation call, @Nullable PlanFile saved)
      throws RefusedException {
    ParseResult result = checked(Renderer.read(files(call, saved), () -> headStart(call)));
    HeadStart.goOn(result.desired().resources().keySet());
    return result;
  }

  private static void headStart(Invocation call) {
    HeadStart.begin(call.settings().environment());
  }

  private static ParseResult checked(ParseResult result) throws RefusedException {
    refuse(result.errors());
    return result;
  }

  /** Kinds and names alone, for {@code delete}; with a head start, too. */
  static SortedSet<ResourceId> identities(Invocation call) throws RefusedException {
    Identities identities = Renderer.readIdentities(files(call, null), () -> headStart(call));
    refuse(identities.errors());
    if (identities.documents() == 0) {
      throw new RefusedException("the input names no object");
    }
    HeadStart.goOn(identities.ids());
    return new TreeSet<>(identities.ids());
  }

  private static List<SourceFile> files(Invocation call, @Nullable PlanFile saved)
      throws RefusedException {
    List<String> paths = call.texts("-f");
    boolean recursive = call.flag("-R");
    if (paths.isEmpty() && saved != null) {
      paths = saved.files();
      recursive = saved.recursive();
    }
    if (paths.isEmpty()) {
      throw new RefusedException("expected -f PATH: a manifest, a directory, or - for stdin");
    }
    try {
      return SourceReader.files(
          paths, recursive, Path.of("").toAbsolutePath(), call.console().in());
    } catch (InputException e) {
      throw new RefusedException(e.problems());
    }
  }

  private static void refuse(List<Diagnostic> errors) throws RefusedException {
    if (!errors.isEmpty()) {
      List<String> lines = new ArrayList<>();
      for (Diagnostic error : errors) {
        lines.add(error.toString());
      }
      throw new RefusedException(lines);
    }
  }
}
