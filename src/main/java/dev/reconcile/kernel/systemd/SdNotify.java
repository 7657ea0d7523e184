package dev.reconcile.kernel.systemd;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Sockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how the service is, sd_notify(3): one datagram of {@code KEY=value} lines to the
 * socket that {@code NOTIFY_SOCKET} names. Without that variable nobody wants to know.
 */
public final class SdNotify {
  /** {@code struct sockaddr_un { sa_family_t sun_family; char sun_path[108]; }}, unix(7). */
  private static final int FAMILY_BYTES = 2;

  private static final int PATH_BYTES = 108;

  private final @Nullable String socket;
  private final @Nullable Duration watchdog;

  private SdNotify(@Nullable String socket, @Nullable Duration watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * Reads what systemd has put into the environment.
   *
   * @param pid our own: {@code WATCHDOG_PID} may mean another process
   */
  public static SdNotify of(Map<String, String> environment, long pid) {
    String socket = environment.get("NOTIFY_SOCKET");
    return socket == null || socket.isEmpty()
        ? new SdNotify(null, null)
        : new SdNotify(socket, watchdog(environment, pid));
  }

  /** {@code WATCHDOG_USEC=30000000}: microseconds within which we must show that we live. */
  private static @Nullable Duration watchdog(Map<String, String> environment, long pid) {
    String micros = environment.get("WATCHDOG_USEC");
    String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    if (micros == null || !whose.equals(Long.toString(pid))) {
      return null;
    }
    try {
      long value = Long.parseUnsignedLong(micros);
      return value > 0 ? Duration.ofNanos(value * 1_000) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** How often to call {@link #alive}: half of what systemd allows; null when it does not watch. */
  public @Nullable Duration watchdogPeriod() {
    return watchdog == null ? null : watchdog.dividedBy(2);
  }

  /** The service does its work now. */
  public void ready(String status) throws KernelException {
    send("READY=1\nSTATUS=" + status.replace('\n', ' '));
  }

  /** For {@code systemctl status}. */
  public void status(String status) throws KernelException {
    send("STATUS=" + status.replace('\n', ' '));
  }

  /** The service is about to end. */
  public void stopping() throws KernelException {
    send("STOPPING=1");
  }

  /** Feeds the watchdog. */
  public void alive() throws KernelException {
    send("WATCHDOG=1");
  }

  private void send(String text) throws KernelException {
    if (socket == null) {
      return;
    }
    Sockets c = Sockets.Holder.C;
    int fd = c.socket(Sockets.AF_UNIX, Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw failure("open a socket for", socket);
    }
    try {
      send(c, fd, text.getBytes(StandardCharsets.UTF_8), socket);
    } finally {
      c.close(fd);
    }
  }

  private static void send(Sockets c, int fd, byte[] text, String socket) throws KernelException {
    byte[] path = socket.getBytes(StandardCharsets.UTF_8);
    if (path.length >= PATH_BYTES || "/@".indexOf(path[0]) < 0) {
      throw new KernelException("notify", socket, "", "expected an AF_UNIX path in NOTIFY_SOCKET");
    }
    Pointer address = Libc.memory(FAMILY_BYTES + PATH_BYTES);
    address.putShort(0, (short) Sockets.AF_UNIX);
    address.put(FAMILY_BYTES, path, 0, path.length);
    if (path[0] == '@') {
      address.putByte(FAMILY_BYTES, (byte) 0); // the abstract namespace
    }
    Pointer data = Libc.memory(text.length);
    data.put(0, text, 0, text.length);
    int length = FAMILY_BYTES + path.length;
    if (c.sendto(fd, data, text.length, Sockets.MSG_NOSIGNAL, address, length) < 0) {
      throw failure("notify", socket);
    }
  }

  private static KernelException failure(String operation, String socket) {
    return new KernelException(operation, socket, Errno.symbol(Libc.errno()), "");
  }
}
