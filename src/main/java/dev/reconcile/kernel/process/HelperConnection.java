package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Spawns;
import dev.reconcile.kernel.process.Frames.Frame;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One {@code reconcile-helper serve} and the requests that are in flight to it. */
final class HelperConnection implements AutoCloseable {
  private static final Spawns C = Spawns.Holder.C;

  private final Path helper;
  private final int pid;
  private final OutputStream requests;
  private final Thread reader;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<List<String>>> inFlight = new ConcurrentHashMap<>();

  private HelperConnection(Path helper, int pid, OutputStream requests, InputStream replies) {
    this.helper = helper;
    this.pid = pid;
    this.requests = requests;
    this.reader =
        Thread.ofPlatform().name("helper-replies").daemon().unstarted(() -> readReplies(replies));
  }

  static HelperConnection open(Path helper) throws KernelException {
    int[] toHelper = pipe();
    int[] fromHelper = pipe();
    OutputStream requests;
    InputStream replies;
    int pid;
    try {
      // A descriptor that is opened again through /proc is one that the JDK's own streams close.
      requests = new FileOutputStream("/proc/self/fd/" + toHelper[1]);
      replies = new BufferedInputStream(new FileInputStream("/proc/self/fd/" + fromHelper[0]));
      pid =
          Spawner.spawn(
              List.of(helper.toString(), "serve"),
              List.of(
                  new Spawner.Inherited(toHelper[0], 0), new Spawner.Inherited(fromHelper[1], 1)));
    } catch (KernelException e) {
      throw e;
    } catch (IOException e) {
      throw new KernelException(
          "open pipes to", helper.toString(), Errno.symbol(e), "mount procfs on /proc");
    } finally {
      for (int fd : new int[] {toHelper[0], toHelper[1], fromHelper[0], fromHelper[1]}) {
        C.close(fd);
      }
    }
    HelperConnection connection = new HelperConnection(helper, pid, requests, replies);
    connection.reader.start();
    return connection;
  }

  private static int[] pipe() throws KernelException {
    int[] ends = new int[2];
    if (C.pipe2(ends, Spawns.O_CLOEXEC) < 0) {
      throw new KernelException("make a pipe for", "the helper", Errno.symbol(Libc.errno()), "");
    }
    return ends;
  }

  /**
   * Completes with the rest of {@code ok …}, or exceptionally with the {@link KernelException} of
   * {@code error …}.
   */
  CompletableFuture<List<String>> request(List<String> instruction) {
    CompletableFuture<List<String>> reply = new CompletableFuture<>();
    send(List.of(instruction), reply);
    return reply;
  }

  /** A request of several instructions, as {@link #request}. */
  Ahead.Sent send(List<List<String>> instructions) {
    CompletableFuture<List<String>> reply = new CompletableFuture<>();
    return new Ahead.Sent(send(instructions, reply), reply);
  }

  private int send(List<List<String>> instructions, CompletableFuture<List<String>> reply) {
    int id = lastId.incrementAndGet();
    inFlight.put(id, reply);
    byte[] frame = Frames.frame(id, instructions);
    try {
      synchronized (requests) {
        requests.write(frame);
      }
    } catch (IOException e) {
      fail(id, ended(Errno.symbol(e)));
    }
    // The reader fails what is in flight when it ends; what came after that must not wait for ever.
    if (!reader.isAlive()) {
      fail(id, ended(""));
    }
    return id;
  }

  private void fail(int id, KernelException failure) {
    CompletableFuture<List<String>> reply = inFlight.remove(id);
    if (reply != null) {
      reply.completeExceptionally(failure);
    }
  }

  private KernelException ended(String errno) {
    return new KernelException(
        "talk to helper", helper.toString(), errno, "it has ended; run again");
  }

  private void readReplies(InputStream replies) {
    KernelException end = ended("");
    try (replies) {
      Frame frame;
      while ((frame = Frames.read(replies)) != null) {
        complete(frame);
      }
    } catch (KernelException e) {
      end = e;
    } catch (IOException e) {
      end = ended(Errno.symbol(e));
    }
    for (Integer id : inFlight.keySet()) {
      fail(id, end);
    }
  }

  private void complete(Frame frame) {
    CompletableFuture<List<String>> reply = inFlight.remove(frame.id());
    List<String> answer =
        frame.instructions().isEmpty() ? List.of() : frame.instructions().getFirst();
    if (reply == null) {
      return;
    }
    if (!answer.isEmpty() && answer.getFirst().equals("ok")) {
      reply.complete(answer.subList(1, answer.size()));
    } else {
      reply.completeExceptionally(refusal(answer));
    }
  }

  // error STAGE ERRNO PATH TEXT
  private static KernelException refusal(List<String> answer) {
    if (answer.size() != 5 || !answer.getFirst().equals("error")) {
      return new KernelException(
          "understand", "the helper's answer " + answer, "", "is it of this version?");
    }
    String errno = Errno.symbol(Integer.parseInt(answer.get(2)));
    return KernelException.ofHelper(answer.get(1), answer.get(3), errno, answer.get(4));
  }

  /** No more requests: the helper ends when those in flight are done. */
  @Override
  public void close() {
    try {
      requests.close();
      reader.join();
      Spawner.await(pid);
    } catch (IOException e) {
      // It has ended already, which is what we want.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
