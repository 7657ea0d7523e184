package dev.reconcile.render;

import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.DocumentText;
import dev.reconcile.manifest.Identities;
import dev.reconcile.manifest.ManifestReader;
import dev.reconcile.manifest.Origin;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.manifest.YamlDocuments;
import dev.reconcile.manifest.YamlReader;
import dev.reconcile.sources.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** The way from files to desired state. Nothing but the given bytes is looked at. */
public final class Renderer {
  private Renderer() {}

  /** All objects of all files, or every error with its place. */
  public static ParseResult read(List<SourceFile> files) {
    return ManifestReader.read(documents(files));
  }

  /**
   * As {@link #read(List)}.
   *
   * @param meanwhile begins something else on another thread; called once, as soon as reading can
   *     spare a processor
   */
  public static ParseResult read(List<SourceFile> files, Runnable meanwhile) {
    return ManifestReader.read(documents(files), meanwhile);
  }

  /** Kind and name of all objects, for {@code delete -f}; with {@code meanwhile} as above. */
  public static Identities readIdentities(List<SourceFile> files, Runnable meanwhile) {
    return ManifestReader.readIdentities(documents(files), meanwhile);
  }

  private static YamlDocuments documents(List<SourceFile> files) {
    List<DocumentText> texts = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    int broken = 0;
    for (SourceFile file : files) {
      Origin origin = new Origin(file.name(), file.directory(), file.boundary(), file.commit());
      YamlDocuments read = YamlReader.read(origin, file.content());
      texts.addAll(read.texts());
      errors.addAll(read.errors());
      broken += read.broken();
    }
    return new YamlDocuments(texts, errors, broken);
  }
}
