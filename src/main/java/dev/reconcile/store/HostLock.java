package dev.reconcile.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One run at a time on a state directory. A POSIX lock, fcntl(2): the kernel frees it when its
 * holder dies, however it dies. POSIX locks do not exclude threads of one process from each other,
 * hence the lock in memory beside it.
 */
public final class HostLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private HostLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /**
   * Waits for the lock of a state directory.
   *
   * @throws LockException when it is still held after {@code timeout}, naming the holder's PID
   */
  public static HostLock acquire(Path stateDir, Duration timeout) throws IOException {
    DurableFile.OnDisk.privateDirectories(stateDir);
    Path file = stateDir.resolve("lock");
    ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(file, ignored -> new ReentrantLock());
    try {
      if (!inProcess.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LockException("another pass of this process holds " + file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockException("interrupted while waiting for " + file, e);
    }
    boolean locked = false;
    FileChannel channel = null;
    try {
      channel = open(file);
      if (channel.tryLock() == null) {
        await(channel, file, timeout);
      }
      writeHolder(channel);
      locked = true;
      return new HostLock(inProcess, channel);
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        inProcess.unlock();
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Blocks in the kernel; the alarm interrupts it when the time is up. */
  private static void await(FileChannel channel, Path file, Duration timeout) throws IOException {
    Thread waiter = Thread.currentThread();
    Thread alarm =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(timeout);
                    waiter.interrupt();
                  } catch (InterruptedException gotIt) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      FileLock lock = channel.lock();
      assert lock.isValid();
    } catch (FileLockInterruptionException timeIsUp) {
      throw new LockException(
          "another run holds "
              + file
              + holder(file)
              + "; wait for it, or give a longer --lock-timeout",
          timeIsUp);
    } finally {
      alarm.interrupt();
      Thread.interrupted();
    }
  }

  private static String holder(Path file) {
    try {
      String pid = Files.readString(file).strip();
      return pid.isEmpty() ? "" : " (PID " + pid + ")";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    // Not by ProcessHandle, which starts a thread that waits for children.
    Path self = Files.readSymbolicLink(Path.of("/proc/self"));
    byte[] pid = (self + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      inProcess.unlock();
    }
  }
}
