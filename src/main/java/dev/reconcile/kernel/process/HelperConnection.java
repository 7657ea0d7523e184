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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.Pointer;

/** One {@code reconcile-helper serve} and the requests that are in flight to it. */
final class HelperConnection implements AutoCloseable {
  private static final byte[] OK = {'o', 'k', 0};
  private static final Spawns C = Spawns.Holder.C;

  private final Path helper;
  private final int pid;
  private final OutputStream requests;
  private final Thread reader;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<ByteBuffer>> inFlight = new ConcurrentHashMap<>();

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
    connection.greet();
    return connection;
  }

  private void greet() throws KernelException {
    Map<String, String> hello = pairs(await(request(List.of("hello"))));
    if (!"1".equals(hello.get("protocol"))) {
      close();
      throw new KernelException(
          "talk to helper",
          helper.toString(),
          "",
          "protocol " + hello + " is not 1; install the program again");
    }
  }

  /** What {@code ok} carries, as keys and values. */
  static Map<String, String> pairs(List<String> keysAndValues) {
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      pairs.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
    return pairs;
  }

  static <T> T await(CompletableFuture<T> reply) throws KernelException {
    try {
      return reply.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof KernelException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /** How many requests have not been answered. */
  int backlog() {
    return inFlight.size();
  }

  private static int[] pipe() throws KernelException {
    Pointer ends = Libc.memory(2 * Integer.BYTES);
    if (C.pipe2(ends.address(), Spawns.O_CLOEXEC) < 0) {
      throw new KernelException("make a pipe for", "the helper", Errno.symbol(Libc.errno()), "");
    }
    return new int[] {ends.getInt(0), ends.getInt(Integer.BYTES)};
  }

  /**
   * Completes with the rest of {@code ok …}, or exceptionally with the {@link KernelException} of
   * {@code error …}.
   */
  CompletableFuture<List<String>> request(List<String> instruction) {
    CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
    int id = expect(reply);
    send(id, Frames.frame(id, List.of(instruction)));
    return reply.thenApply(HelperConnection::words);
  }

  /** A request of several instructions, of which only the end is of interest. */
  Ahead.Sent send(List<List<String>> instructions) {
    CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
    int id = expect(reply);
    send(id, Frames.frame(id, instructions));
    return new Ahead.Sent(id, pid, reply);
  }

  /** A request that is to be sent later, by {@link #keep}. */
  Ahead.Sent promise() {
    CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
    return new Ahead.Sent(expect(reply), pid, reply);
  }

  /** Sends what was promised. */
  void keep(Ahead.Sent promised, List<List<String>> instructions) {
    send(promised.id(), Frames.frame(promised.id(), instructions));
  }

  /** The PID of this helper. */
  int pid() {
    return pid;
  }

  /**
   * A request in bytes; completes with what follows {@code ok}, or exceptionally as {@link
   * #request}.
   *
   * @throws KernelException when it is longer than the helper reads; nothing has been sent
   */
  CompletableFuture<ByteBuffer> exchange(byte[] instructions) throws KernelException {
    CompletableFuture<ByteBuffer> reply = new CompletableFuture<>();
    int id = lastId.incrementAndGet();
    byte[] frame = Frames.frame(id, instructions);
    inFlight.put(id, reply);
    send(id, frame);
    return reply.thenApply(body -> body.position(Short.BYTES + OK.length));
  }

  private int expect(CompletableFuture<ByteBuffer> reply) {
    int id = lastId.incrementAndGet();
    inFlight.put(id, reply);
    return id;
  }

  private void send(int id, byte[] frame) {
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
  }

  /** Ends a request that has not been answered. */
  void fail(int id, KernelException failure) {
    CompletableFuture<ByteBuffer> reply = inFlight.remove(id);
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

  private void complete(Frame frame) throws KernelException {
    CompletableFuture<ByteBuffer> reply = inFlight.remove(frame.id());
    if (reply == null) {
      return;
    }
    if (isOk(frame.body())) {
      reply.complete(frame.body());
    } else {
      List<List<String>> answer = frame.instructions();
      reply.completeExceptionally(refusal(answer.isEmpty() ? List.of() : answer.getFirst()));
    }
  }

  /** u16 argc, then the first word. */
  private static boolean isOk(ByteBuffer body) {
    int end = Short.BYTES + OK.length;
    return body.limit() >= end && Arrays.equals(body.array(), Short.BYTES, end, OK, 0, OK.length);
  }

  /** What {@code ok} carries. */
  private static List<String> words(ByteBuffer body) {
    try {
      List<String> answer = new Frame(0, body).instructions().getFirst();
      return answer.subList(1, answer.size());
    } catch (KernelException malformed) {
      throw new CompletionException(malformed);
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
