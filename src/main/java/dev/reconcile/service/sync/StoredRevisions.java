package dev.reconcile.service.sync;

import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Sync;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.GitSource;
import dev.reconcile.sources.InputException;
import dev.reconcile.sources.Snapshot;
import dev.reconcile.sources.SourceException;
import dev.reconcile.sources.SourceFile;
import dev.reconcile.sources.SourceReader;
import dev.reconcile.sources.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Revisions below {@code <state-dir>/sync/NAME/}: {@code tree-COMMIT} is a checkout, {@code
 * tree-DIGEST} the manifests of a directory on the host as they were.
 */
public final class StoredRevisions implements Revisions {
  private static final Path ROOT = Path.of("/");

  private final Path stateDir;

  public StoredRevisions(Path stateDir) {
    this.stateDir = stateDir;
  }

  @Override
  public Candidate latest(Sync sync) throws BrokenRevisionException {
    Sync.Git git = sync.git();
    return git == null ? ofDirectory(sync) : ofGit(sync, git);
  }

  @Override
  public DesiredState kept(Sync sync, LastGood good) throws BrokenRevisionException {
    return parse(good.revision(), files(home(sync), good));
  }

  @Override
  public void keepOnly(Sync sync, LastGood good) throws IOException {
    Trees.keepOnly(home(sync), good.tree());
  }

  private Path home(Sync sync) {
    return SyncStateFile.home(stateDir, sync.metadata().name());
  }

  private Candidate ofGit(Sync sync, Sync.Git git) throws BrokenRevisionException {
    GitSource.Checkout checkout;
    try {
      Duration timeout = Duration.ofMillis(sync.timeout().millis());
      checkout = new GitSource(home(sync), git, timeout).fetch();
    } catch (SourceException e) {
      throw new BrokenRevisionException(null, reason(e), String.valueOf(e.getMessage()), e);
    }
    String tree = String.valueOf(checkout.tree().getFileName());
    LastGood place = new LastGood(checkout.revision(), tree, sync.path(), null, checkout.commit());
    return new Candidate(parse(place.revision(), files(home(sync), place)), place);
  }

  private static Reason reason(SourceException e) {
    return switch (e.reason()) {
      case UNREACHABLE -> Reason.FETCH_FAILED;
      case REVISION_NOT_FOUND -> Reason.REVISION_NOT_FOUND;
      case PATH_NOT_FOUND -> Reason.PATH_NOT_FOUND;
      case UNSAFE -> Reason.UNSAFE_SOURCE;
    };
  }

  private Candidate ofDirectory(Sync sync) throws BrokenRevisionException {
    Path directory = Path.of(String.valueOf(sync.directory()));
    Snapshot snapshot = read(directory, null);
    DesiredState desired = parse(snapshot.revision(), snapshot.files());
    String tree = "tree-" + snapshot.revision().substring(snapshot.revision().indexOf(':') + 1);
    try {
      Trees.store(snapshot.files(), home(sync).resolve(tree));
    } catch (IOException e) {
      throw new BrokenRevisionException(
          snapshot.revision(), Reason.FETCH_FAILED, "failed to keep a copy: " + e.getMessage(), e);
    }
    String origin = directory.toString();
    return new Candidate(desired, new LastGood(snapshot.revision(), tree, "", origin, null));
  }

  /** The manifests of a kept revision, named and located as they were when it was new. */
  private static List<SourceFile> files(Path home, LastGood good) throws BrokenRevisionException {
    Path tree = home.resolve(good.tree());
    Path manifests = inside(tree, good);
    List<SourceFile> files = new ArrayList<>();
    for (SourceFile file : read(manifests, good.revision()).files()) {
      files.add(located(file, tree, good));
    }
    return files;
  }

  private static SourceFile located(SourceFile file, Path tree, LastGood good) {
    String origin = good.origin();
    if (origin == null) {
      String name = tree.relativize(Path.of(file.name())).toString();
      return new SourceFile(name, file.directory(), tree, file.content(), good.commit());
    }
    Path directory = Path.of(origin);
    String name = directory.resolve(Path.of(file.name()).getFileName()).toString();
    return new SourceFile(name, directory, null, file.content(), null);
  }

  private static Path inside(Path tree, LastGood good) throws BrokenRevisionException {
    Path manifests = tree.resolve(good.path()).normalize();
    if (!manifests.startsWith(tree)) {
      throw new BrokenRevisionException(
          good.revision(),
          Reason.UNSAFE_SOURCE,
          "spec.path " + good.path() + " leads out of the checkout; name a path within it",
          null);
    }
    if (!Files.exists(manifests)) {
      throw new BrokenRevisionException(
          good.revision(),
          Reason.PATH_NOT_FOUND,
          "spec.path " + good.path() + " is not in " + good.revision(),
          null);
    }
    return manifests;
  }

  private static Snapshot read(Path path, @Nullable String revision)
      throws BrokenRevisionException {
    try {
      return SourceReader.read(
          List.of(path.toString()), false, ROOT, InputStream.nullInputStream());
    } catch (InputException e) {
      throw new BrokenRevisionException(
          revision, Reason.FETCH_FAILED, Outcome.some(e.problems()), e);
    }
  }

  private static DesiredState parse(String revision, List<SourceFile> files)
      throws BrokenRevisionException {
    ParseResult result = Renderer.read(files);
    if (!result.errors().isEmpty()) {
      List<String> lines = result.errors().stream().map(Diagnostic::toString).toList();
      throw new BrokenRevisionException(revision, Reason.BUILD_FAILED, Outcome.some(lines), null);
    }
    if (result.desired().resources().isEmpty()) {
      throw new BrokenRevisionException(
          revision, Reason.NO_OBJECTS, "the manifests hold no object; nothing was deleted", null);
    }
    return result.desired();
  }
}
