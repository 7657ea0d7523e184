package dev.reconcile.sources;

import dev.reconcile.model.Sync;
import dev.reconcile.sources.SourceException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a Git repository. Below {@code home} it keeps {@code repo}, a bare and where
 * possible shallow clone, and {@code tree-COMMIT}, the files of a commit.
 *
 * <p>A remote that was rewound or rewritten is followed: the remote says what is wanted, not what
 * we have seen before.
 */
public final class GitSource {
  private static final String TRACKED = "refs/reconcile/";

  private final Path home;
  private final Sync.Git git;
  private final int timeoutSeconds;

  /**
   * @param home a directory of this Sync alone; made when missing
   * @param timeout for each wait on the network, at least a second
   */
  public GitSource(Path home, Sync.Git git, Duration timeout) {
    this.home = home;
    this.git = git;
    this.timeoutSeconds = (int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE));
    HermeticSystemReader.install();
  }

  /**
   * Asks the remote what it has now and brings the files of that commit here.
   *
   * @return the commit and its files in {@code home/tree-COMMIT}; older trees are left in place
   */
  public Checkout fetch() throws SourceException {
    requireKnownTransport();
    try (Repository repository = open()) {
      ObjectId commit = commit(repository);
      Path tree = GitTree.materialise(repository, parse(repository, commit), home);
      return new Checkout(commit.name(), revision(commit), tree);
    } catch (SourceException e) {
      throw e;
    } catch (GitAPIException | IOException e) {
      throw new SourceException(
          Reason.UNREACHABLE, "failed to fetch " + place() + ": " + cause(e), e);
    }
  }

  /**
   * The files of one commit.
   *
   * @param commit full hash
   * @param revision for people: {@code main@sha1:HASH}
   * @param tree their directory
   */
  public record Checkout(String commit, String revision, Path tree) {}

  private void requireKnownTransport() throws SourceException {
    String scheme;
    try {
      scheme = new URIish(git.url()).getScheme();
    } catch (java.net.URISyntaxException e) {
      throw new SourceException(Reason.UNREACHABLE, "failed to read the URL of " + place(), e);
    }
    if (scheme == null ? !git.url().startsWith("/") : !List.of("file", "https").contains(scheme)) {
      throw new SourceException(
          Reason.UNREACHABLE,
          "failed to fetch " + place() + ": expected an https:// or file:// URL or a plain path",
          null);
    }
  }

  private Repository open() throws GitAPIException, IOException {
    Path directory = home.resolve("repo");
    if (!Files.isRegularFile(directory.resolve("HEAD"))) {
      Trees.remove(directory);
      Files.createDirectories(home);
      Git git = Git.init().setBare(true).setDirectory(directory.toFile()).call();
      StoredConfig config = git.getRepository().getConfig();
      config.setBoolean("gc", null, "autoDetach", false);
      config.save();
      return git.getRepository();
    }
    return Git.open(directory.toFile()).getRepository();
  }

  private ObjectId commit(Repository repository) throws GitAPIException, IOException {
    return switch (git.refType()) {
      case BRANCH -> advertised(repository, "refs/heads/" + git.ref());
      case TAG -> advertised(repository, "refs/tags/" + git.ref());
      case COMMIT -> pinned(repository);
    };
  }

  /** The commit that a branch or tag names on the remote now; fetched unless it is here already. */
  private ObjectId advertised(Repository repository, String name)
      throws GitAPIException, IOException {
    Ref ref = remoteRefs().get(name);
    ObjectId wanted = ref == null ? null : target(ref);
    if (wanted == null) {
      throw new SourceException(
          Reason.REVISION_NOT_FOUND,
          "failed to find " + name + " in " + git.url() + "; check ref." + git.refType().key(),
          null);
    }
    if (!repository.getObjectDatabase().has(wanted)) {
      RefSpec spec = new RefSpec("+" + name + ":" + TRACKED + git.refType().key());
      fetcher(repository).setRefSpecs(spec).setDepth(1).call();
    }
    return wanted;
  }

  /** An annotated tag is an object of its own that points to the commit. */
  private static @Nullable ObjectId target(Ref ref) {
    ObjectId peeled = ref.getPeeledObjectId();
    return peeled == null ? ref.getObjectId() : peeled;
  }

  private Map<String, Ref> remoteRefs() throws GitAPIException {
    LsRemoteCommand list = Git.lsRemoteRepository().setRemote(git.url()).setTimeout(timeoutSeconds);
    return list.callAsMap();
  }

  /** A commit never changes: once it is here, the remote is not asked again. */
  private ObjectId pinned(Repository repository) throws GitAPIException, IOException {
    if (!ObjectId.isId(git.ref())) {
      throw new SourceException(
          Reason.REVISION_NOT_FOUND,
          "expected 40 hexadecimal digits in ref.commit, not '" + git.ref() + "'",
          null);
    }
    ObjectId commit = ObjectId.fromString(git.ref());
    if (!repository.getObjectDatabase().has(commit)) {
      fetchPinned(repository, commit);
    }
    if (!repository.getObjectDatabase().has(commit)) {
      throw new SourceException(
          Reason.REVISION_NOT_FOUND,
          "failed to find commit " + commit.name() + " in " + git.url(),
          null);
    }
    return commit;
  }

  /** Many servers hand out only what a branch or tag names: then all of history is asked for. */
  private void fetchPinned(Repository repository, ObjectId commit) throws GitAPIException {
    if (!git.url().startsWith("https:")) {
      fetchHistory(repository);
      return;
    }
    try {
      RefSpec exact = new RefSpec(commit.name() + ":" + TRACKED + "commit");
      fetcher(repository).setRefSpecs(exact).setDepth(1).call();
    } catch (GitAPIException refused) {
      fetchHistory(repository);
    }
  }

  private void fetchHistory(Repository repository) throws GitAPIException {
    RefSpec heads = new RefSpec("+refs/heads/*:" + TRACKED + "heads/*");
    RefSpec tags = new RefSpec("+refs/tags/*:" + TRACKED + "tags/*");
    fetcher(repository).setRefSpecs(heads, tags).setUnshallow(true).call();
  }

  private FetchCommand fetcher(Repository repository) {
    return new Git(repository)
        .fetch()
        .setRemote(git.url())
        .setTagOpt(TagOpt.NO_TAGS)
        .setTimeout(timeoutSeconds);
  }

  private static RevCommit parse(Repository repository, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(id);
    }
  }

  private String revision(ObjectId commit) {
    return switch (git.refType()) {
      case BRANCH, TAG -> git.ref() + "@sha1:" + commit.name();
      case COMMIT -> "sha1:" + commit.name();
    };
  }

  private String place() {
    String url = git.url();
    try {
      url = new URIish(url).toString(); // leaves a password out
    } catch (java.net.URISyntaxException e) {
      url = "<unreadable URL>";
    }
    return url + " (" + git.refType().name().toLowerCase(Locale.ROOT) + " " + git.ref() + ")";
  }

  /** The innermost message: JGit wraps it in several that repeat the URL. */
  private static String cause(Throwable e) {
    Throwable inner = e;
    for (@Nullable Throwable next = e; next != null; next = next.getCause()) {
      inner = next.getMessage() == null ? inner : next;
    }
    String message = inner.getMessage();
    return message == null
        ? inner.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
