package dev.reconcile.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** A bare repository for tests: commits are written straight into it, without a work tree. */
public final class GitRemote implements AutoCloseable {
  private static final PersonIdent WHO = new PersonIdent("Test", "test@example.org");

  private final Repository repository;
  private final Map<String, Entry> files = new LinkedHashMap<>();

  private record Entry(FileMode mode, String content) {}

  private GitRemote(Repository repository) {
    this.repository = repository;
  }

  /** A new bare repository. */
  public static GitRemote create(Path directory) throws Exception {
    HermeticSystemReader.install();
    Git git =
        Git.init().setBare(true).setInitialBranch("main").setDirectory(directory.toFile()).call();
    return new GitRemote(git.getRepository());
  }

  /** {@code file://} URL. */
  public String url() {
    return repository.getDirectory().toURI().toString().replaceFirst("^file:/(?!/)", "file:///");
  }

  /** Adds or replaces a file in what the next commit holds. */
  public GitRemote put(String path, String content) {
    files.put(path, new Entry(FileMode.REGULAR_FILE, content));
    return this;
  }

  /** Adds a symbolic link. */
  public GitRemote link(String path, String target) {
    files.put(path, new Entry(FileMode.SYMLINK, target));
    return this;
  }

  /** Leaves a file out of the next commit. */
  public GitRemote drop(String path) {
    files.remove(path);
    return this;
  }

  /** Commits on top of {@code main}. */
  public String commit(String message) throws IOException {
    ObjectId head = repository.resolve("refs/heads/main");
    return commit(message, head);
  }

  /** Replaces the history of {@code main} by one commit, as a force push does. */
  public String rewrite(String message) throws IOException {
    return commit(message, null);
  }

  private String commit(String message, @Nullable ObjectId parent) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter));
      commit.setAuthor(WHO);
      commit.setCommitter(WHO);
      commit.setMessage(message);
      if (parent != null) {
        commit.setParentId(parent);
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      point("refs/heads/main", id);
      return id.name();
    }
  }

  private ObjectId tree(ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(file.getValue().mode());
      byte[] content = file.getValue().content().getBytes(StandardCharsets.UTF_8);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content));
      builder.add(entry);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  /** Makes a tag or branch point to a commit, wherever it pointed before. */
  public void point(String ref, String commit) throws IOException {
    point(ref, ObjectId.fromString(commit));
  }

  private void point(String ref, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(id);
    update.forceUpdate();
  }

  @Override
  public void close() {
    repository.close();
  }
}
