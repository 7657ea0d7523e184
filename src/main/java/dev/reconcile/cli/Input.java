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
  /** Bytes of some hundred documents: they are read in the time that a head start takes. */
  private static final long LONG_READ = 64 << 10;

  private Input() {}

  /**
   * The desired objects, with warnings of what only a look at the applied ones could tell.
   *
   * @param saved a plan that names the input where {@code -f} does not
   * @throws RefusedException with every mistake of every document
   */
  static ParseResult read(Invocation call, @Nullable PlanFile saved) throws RefusedException {
    return read(files(call, saved));
  }

  /**
   * As {@link #read}; what a look at the host needs is made ready meanwhile, or begun after it
   * where the compiler keeps the other processor busy as long as we read.
   */
  static ParseResult readForLook(Invocation call, @Nullable PlanFile saved)
      throws RefusedException {
    List<SourceFile> files = files(call, saved);
    boolean beside = isReadBeside(files);
    if (beside) {
      HeadStart.begin();
    }
    ParseResult result = read(files);
    if (!beside) {
      HeadStart.begin();
    }
    HeadStart.goOn(result.desired().resources().keySet());
    return result;
  }

  private static ParseResult read(List<SourceFile> files) throws RefusedException {
    ParseResult result = Renderer.read(files);
    refuse(result.errors());
    return result;
  }

  private static boolean isReadBeside(List<SourceFile> files) {
    long bytes = 0;
    for (SourceFile file : files) {
      bytes += file.content().length;
    }
    return bytes < LONG_READ || Runtime.getRuntime().availableProcessors() > 2;
  }

  /** Kinds and names alone, for {@code delete}; with a head start, too. */
  static SortedSet<ResourceId> identities(Invocation call) throws RefusedException {
    List<SourceFile> files = files(call, null);
    HeadStart.begin();
    Identities identities = Renderer.readIdentities(files);
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
