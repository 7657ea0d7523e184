package dev.reconcile.kernel.events;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.EpollSet;
import dev.reconcile.kernel.libc.Epolls;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for alarms of many groups at once, epoll(7). One thread waits in {@link #await}; others may
 * change what is watched meanwhile. A group that is removed rings once and is forgotten.
 */
public final class AlarmWatch implements AutoCloseable {
  /** All of these files are a few lines. */
  private static final int MOST_BYTES = 4096;

  private final EpollSet epoll = new EpollSet();
  private final Pointer buffer = Libc.memory(MOST_BYTES);
  private final Map<Alarm, ArmedAlarm> armed = new HashMap<>();
  private final Map<Integer, ArmedAlarm> byBell = new HashMap<>();
  private boolean closed;

  /** Watches nothing yet. */
  public AlarmWatch() throws KernelException {}

  /**
   * An alarm that rang.
   *
   * @param text of its file now; absent when the group is gone; empty for a file without content
   */
  public record Ring(Alarm alarm, Reading<String> text) {}

  /**
   * What came of a change.
   *
   * @param fresh alarms that were not watched before, or in a group that was made anew
   * @param refusal why another could not be; null when all are watched whose groups are there
   */
  public record Armed(Set<Alarm> fresh, @Nullable KernelException refusal) {}

  /** Watches exactly these from now on. When descriptors run out, as many as there are. */
  public synchronized Armed watch(Set<Alarm> wanted) {
    for (Alarm alarm : Set.copyOf(armed.keySet())) {
      if (!wanted.contains(alarm) || read(alarm) instanceof Reading.Absent<String>) {
        disarm(alarm);
      }
    }
    Set<Alarm> fresh = new HashSet<>();
    KernelException refusal = null;
    for (Alarm alarm : wanted) {
      if (closed || (refusal != null && isOutOfDescriptors(refusal))) {
        break;
      }
      try {
        if (!armed.containsKey(alarm)) {
          arm(alarm);
          fresh.add(alarm);
        }
      } catch (KernelException e) {
        refusal = isGone(e.errno()) ? refusal : e;
      }
    }
    return new Armed(fresh, refusal);
  }

  private void arm(Alarm alarm) throws KernelException {
    ArmedAlarm ready = ArmedAlarm.arm(alarm);
    armed.put(alarm, ready);
    byBell.put(ready.bell(), ready);
    read(alarm); // until its first read the kernel takes what is there for news
    try {
      epoll.add(ready.bell(), ready.kinds());
    } catch (KernelException e) {
      disarm(alarm);
      throw e;
    }
  }

  private void disarm(Alarm alarm) {
    ArmedAlarm old = armed.remove(alarm);
    if (old != null) {
      byBell.remove(old.bell());
      old.close();
    }
  }

  /** Whether it was for want of descriptors that an alarm could not be watched. */
  public static boolean isOutOfDescriptors(KernelException refusal) {
    return refusal.errno().equals(Errno.EMFILE.name())
        || refusal.errno().equals(Errno.ENFILE.name());
  }

  private static boolean isGone(String errno) {
    return errno.equals(Errno.ENOENT.name()) || errno.equals(Errno.ENODEV.name());
  }

  /** What a watched file says now; absent when it is not watched or its group is gone. */
  public synchronized Reading<String> read(Alarm alarm) {
    ArmedAlarm known = armed.get(alarm);
    if (known == null) {
      return Reading.absent();
    }
    // With pread(2) on this very descriptor: that is what tells the kernel that we know.
    long count = Epolls.Holder.C.pread(known.file(), buffer, MOST_BYTES, 0);
    if (count >= 0) {
      byte[] bytes = new byte[(int) count];
      buffer.get(0, bytes, 0, bytes.length);
      return Reading.of(new String(bytes, StandardCharsets.US_ASCII));
    }
    String errno = Errno.symbol(Libc.errno());
    if (isGone(errno)) {
      return Reading.absent();
    }
    // memory.pressure_level has nothing to read.
    return errno.equals(Errno.EINVAL.name())
        ? Reading.of("")
        : new Reading.Unreadable<>(alarm.path(), errno);
  }

  /**
   * Waits for the next alarms.
   *
   * @param timeoutMillis after which it comes back with none
   * @return null when {@link #close} was called
   */
  public @Nullable List<Ring> await(int timeoutMillis) throws KernelException {
    List<Integer> bells = epoll.await(timeoutMillis);
    List<Ring> rings = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        epoll.free();
        return null;
      }
      for (int bell : bells) {
        ArmedAlarm rang = byBell.get(bell);
        if (rang != null) {
          rings.add(ring(rang));
        }
      }
    }
    return rings;
  }

  private Ring ring(ArmedAlarm rang) {
    rang.silence(buffer);
    Reading<String> text = read(rang.alarm());
    if (text.orNull() == null) {
      disarm(rang.alarm()); // it would ring for ever
    }
    return new Ring(rang.alarm(), text);
  }

  /** Ends {@link #await}, which frees the rest. */
  @Override
  public synchronized void close() {
    closed = true;
    for (Alarm alarm : Set.copyOf(armed.keySet())) {
      disarm(alarm);
    }
    epoll.wake();
  }
}
