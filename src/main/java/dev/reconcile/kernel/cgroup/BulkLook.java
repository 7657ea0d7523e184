package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.LiveCgroup.Directory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A look by the helper: it reads the next directories while we take in those before. What it cannot
 * say plainly is asked again, one by one.
 */
final class BulkLook {
  /** Directories of one request: answers of a few pages. */
  private static final int BATCH = 64;

  /**
   * Requests under way: enough that no helper is ever idle, and together less than a pipe holds, so
   * that sending does not wait for it.
   */
  private static final int AHEAD = 6;

  private final CgroupFs oneByOne;
  private final LookRequest helper;
  private final LookQuestions questions;
  private final LookAnswers answers;

  /**
   * @param oneByOne the same host
   */
  BulkLook(LinuxCgroupFs oneByOne, LookRequest helper) {
    this.oneByOne = oneByOne;
    this.helper = helper;
    this.questions = new LookQuestions(oneByOne);
    this.answers = new LookAnswers(oneByOne);
  }

  private record Batch(
      List<CgroupFs.Wanted> wanted, @Nullable CompletableFuture<ByteBuffer> reply) {}

  List<@Nullable Directory> read(List<CgroupFs.Wanted> wanted) throws KernelException {
    List<@Nullable Directory> found = new ArrayList<>(wanted.size());
    ArrayDeque<Batch> underWay = new ArrayDeque<>();
    for (int from = 0; from < wanted.size(); from += BATCH) {
      underWay.add(send(wanted.subList(from, Math.min(from + BATCH, wanted.size()))));
      if (underWay.size() == AHEAD) {
        take(underWay.remove(), found);
      }
    }
    while (!underWay.isEmpty()) {
      take(underWay.remove(), found);
    }
    return found;
  }

  private Batch send(List<CgroupFs.Wanted> batch) {
    try {
      return new Batch(batch, helper.send(questions.of(batch)));
    } catch (KernelException notStarted) {
      return new Batch(batch, null);
    }
  }

  private void take(Batch batch, List<@Nullable Directory> found) throws KernelException {
    ByteBuffer reply = reply(batch);
    for (CgroupFs.Wanted wanted : batch.wanted) {
      found.add(reply == null ? oneByOne.look(wanted) : answers.next(wanted, reply));
    }
  }

  /** Null when there is none: reading does not depend on the helper. */
  private static @Nullable ByteBuffer reply(Batch batch) {
    try {
      return batch.reply == null ? null : batch.reply.join();
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof KernelException) {
        return null;
      }
      throw refused;
    }
  }
}
