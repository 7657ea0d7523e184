package dev.reconcile.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Sync;
import dev.reconcile.model.Sync.RefType;
import dev.reconcile.sources.GitSource.Checkout;
import dev.reconcile.sources.SourceException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {
  @TempDir Path temp;
  private GitRemote remote;

  @BeforeEach
  void makeRemote() throws Exception {
    remote = GitRemote.create(temp.resolve("remote.git"));
  }

  @AfterEach
  void closeRemote() {
    remote.close();
  }

  private GitSource source(String url, RefType type, String ref) {
    return new GitSource(
        temp.resolve("home"), new Sync.Git(url, type, ref), Duration.ofSeconds(10));
  }

  private Checkout fetchMain() throws SourceException {
    return source(remote.url(), RefType.BRANCH, "main").fetch();
  }

  private static Reason refusal(GitSource source) {
    return assertThrows(SourceException.class, source::fetch).reason();
  }

  @Test
  void branchIsFollowedThroughAddChangeAndRemove() throws Exception {
    String first = remote.put("a.yaml", "a: 1").put("gone.yaml", "x").commit("first");
    Checkout before = fetchMain();
    String second =
        remote.put("a.yaml", "a: 2").put("sub/b.yaml", "b").drop("gone.yaml").commit("second");
    Checkout after = fetchMain();

    assertEquals("main@sha1:" + first, before.revision());
    assertEquals("main@sha1:" + second, after.revision());
    assertEquals("a: 1", Files.readString(before.tree().resolve("a.yaml")), "old tree untouched");
    assertEquals("a: 2", Files.readString(after.tree().resolve("a.yaml")));
    assertEquals("b", Files.readString(after.tree().resolve("sub/b.yaml")));
    assertFalse(Files.exists(after.tree().resolve("gone.yaml")));
  }

  @Test
  void cloneIsShallow() throws Exception {
    String first = remote.put("a", "1").commit("first");
    remote.put("a", "2").commit("second");
    fetchMain();
    assertEquals(List.of(), objectsNamed(first), "the parent commit's object was not transferred");
  }

  private List<String> objectsNamed(String id) throws IOException {
    try (org.eclipse.jgit.lib.Repository repository =
        org.eclipse.jgit.api.Git.open(temp.resolve("home/repo").toFile()).getRepository()) {
      org.eclipse.jgit.lib.ObjectId object = org.eclipse.jgit.lib.ObjectId.fromString(id);
      return repository.getObjectDatabase().has(object) ? List.of(id) : List.of();
    }
  }

  @Test
  void forcePushIsFollowed() throws Exception {
    remote.put("a", "1").commit("first");
    remote.put("a", "2").commit("second");
    fetchMain();
    String rewritten = remote.put("a", "rewritten").rewrite("other history");

    Checkout checkout = fetchMain();

    assertEquals(rewritten, checkout.commit());
    assertEquals("rewritten", Files.readString(checkout.tree().resolve("a")));
  }

  @Test
  void rewindToAnOlderCommitIsFollowed() throws Exception {
    String first = remote.put("a", "1").commit("first");
    remote.put("a", "2").commit("second");
    fetchMain();
    remote.point("refs/heads/main", first);
    assertEquals(first, fetchMain().commit());
  }

  @Test
  void movedTagIsFollowed() throws Exception {
    String first = remote.put("a", "1").commit("first");
    String second = remote.put("a", "2").commit("second");
    remote.point("refs/tags/v1", first);
    GitSource tag = source(remote.url(), RefType.TAG, "v1");
    assertEquals(first, tag.fetch().commit());
    remote.point("refs/tags/v1", second);
    assertEquals("v1@sha1:" + second, tag.fetch().revision());
  }

  @Test
  void commitBehindTheHeadIsFoundAndThenNeedsNoRemote() throws Exception {
    String first = remote.put("a", "1").commit("first");
    remote.put("a", "2").commit("second");
    GitSource pinned = source(remote.url(), RefType.COMMIT, first);
    assertEquals("1", Files.readString(pinned.fetch().tree().resolve("a")));

    Trees.remove(temp.resolve("remote.git"));
    assertEquals(first, pinned.fetch().commit());
  }

  @Test
  void vanishedRemoteIsUnreachableAndKeepsTheLastTree() throws Exception {
    remote.put("a", "1").commit("first");
    Checkout checkout = fetchMain();
    Trees.remove(temp.resolve("remote.git"));

    assertEquals(Reason.UNREACHABLE, refusal(source(remote.url(), RefType.BRANCH, "main")));
    assertEquals("1", Files.readString(checkout.tree().resolve("a")));
  }

  @ParameterizedTest
  @CsvSource({
    "BRANCH,absent",
    "TAG,absent",
    "COMMIT,0123456789012345678901234567890123456789",
    "COMMIT,abc"
  })
  void missingRevisionIsTold(RefType type, String ref) throws Exception {
    remote.put("a", "1").commit("first");
    assertEquals(Reason.REVISION_NOT_FOUND, refusal(source(remote.url(), type, ref)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://git@host/x.git", "git://host/x", "ext::sh -c id", "relative/path"})
  void otherTransportsAreRefused(String url) {
    assertEquals(Reason.UNREACHABLE, refusal(source(url, RefType.BRANCH, "main")));
  }

  @Test
  void plainPathIsAUrl() throws Exception {
    String commit = remote.put("a", "1").commit("first");
    String path = temp.resolve("remote.git").toString();
    assertEquals(commit, source(path, RefType.BRANCH, "main").fetch().commit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../outside", "sub/../../outside"})
  void linkOutOfTheCheckoutIsRefused(String target) throws Exception {
    remote.put("sub/a", "1").link("link", target).commit("escape");
    assertEquals(Reason.UNSAFE, refusal(source(remote.url(), RefType.BRANCH, "main")));
    assertFalse(Files.exists(temp.resolve("home/partial")), "nothing half-written stays");
  }

  @Test
  void linkThatLeavesThroughAnotherLinkIsRefused() throws Exception {
    // As text: a/b/up/../.. = a. For the kernel: up is the root, and ../.. is above it.
    remote.put("a/b/file", "1").link("a/b/up", "../..").link("out", "a/b/up/../..");
    remote.commit("escape by way of a link");
    assertEquals(Reason.UNSAFE, refusal(source(remote.url(), RefType.BRANCH, "main")));
  }

  @Test
  void linkInsideWorksAndLinkToNothingIsLeftOut() throws Exception {
    remote.put("real/a", "1").link("inside", "real/a").link("dangling", "nowhere").commit("links");
    Path tree = fetchMain().tree();
    assertEquals("1", Files.readString(tree.resolve("inside")));
    assertFalse(Files.exists(tree.resolve("dangling"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void halfWrittenTreeOfACrashIsNotTakenForATree() throws Exception {
    remote.put("a", "1").commit("first");
    Path partial = Files.createDirectories(temp.resolve("home/partial"));
    Files.writeString(partial.resolve("rubbish"), "");
    Path tree = fetchMain().tree();
    assertFalse(Files.exists(tree.resolve("rubbish")));
  }

  @Test
  void damagedCloneIsMadeAgain() throws Exception {
    String commit = remote.put("a", "1").commit("first");
    Files.createDirectories(temp.resolve("home/repo/objects"));
    assertEquals(commit, fetchMain().commit());
  }

  @Test
  void passwordIsNotInMessages() {
    SourceException e =
        assertThrows(
            SourceException.class,
            source("ssh://me:hunter2@host/x.git", RefType.BRANCH, "main")::fetch);
    assertTrue(e.toString().contains("ssh://me"), e.toString());
    assertFalse(e.toString().contains("hunter2"), e.toString());
  }
}
