package dev.reconcile.kernel.events;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Epolls;
import dev.reconcile.kernel.libc.Libc;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * The descriptors of an alarm.
 *
 * @param file of the control file; as long as it is open, the kernel tells
 * @param bell what to wait for: the file itself, or its eventfd
 */
record ArmedAlarm(Alarm alarm, int file, int bell) {
  private static final Epolls C = Epolls.Holder.C;

  /** Opens the file and asks to be told. */
  static ArmedAlarm arm(Alarm alarm) throws KernelException {
    boolean writes = alarm.file() == AlarmFile.MEMORY_PRESSURE;
    int file = open(alarm.path(), writes ? Epolls.O_RDWR : Epolls.O_RDONLY);
    try {
      if (alarm.file().isByEventfd()) {
        return new ArmedAlarm(alarm, file, register(alarm, file));
      }
      if (writes) {
        write(file, alarm.path(), alarm.file().request());
      }
      return new ArmedAlarm(alarm, file, file);
    } catch (KernelException e) {
      C.close(file);
      throw e;
    }
  }

  /** v1: {@code EVENTFD FILE [ARGUMENTS]} to cgroup.event_control. */
  private static int register(Alarm alarm, int file) throws KernelException {
    String path = alarm.directory() + "/cgroup.event_control";
    int control = open(path, Epolls.O_WRONLY);
    int bell = C.eventfd(0, Epolls.EPOLL_CLOEXEC | Epolls.EFD_NONBLOCK);
    try {
      if (bell < 0) {
        throw failure("create", "eventfd");
      }
      write(control, path, (bell + " " + file + " " + alarm.file().request()).strip());
      return bell;
    } catch (KernelException e) {
      if (bell >= 0) {
        C.close(bell);
      }
      throw e;
    } finally {
      C.close(control);
    }
  }

  private static int open(String path, int flags) throws KernelException {
    int fd = C.open(path, flags | Epolls.O_CLOEXEC);
    if (fd < 0) {
      throw failure("open", path);
    }
    return fd;
  }

  private static void write(int fd, String path, String text) throws KernelException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    Pointer data = Libc.memory(bytes.length);
    data.put(0, bytes, 0, bytes.length);
    if (C.write(fd, data, bytes.length) < 0) {
      throw failure("write '" + text + "' to", path);
    }
  }

  /** What the kernel is asked for: POLLPRI by its own files, readable by an eventfd. */
  int kinds() {
    return bell == file ? Epolls.EPOLLPRI : Epolls.EPOLLIN;
  }

  /** Takes the count out of an eventfd, which is readable until then. */
  void silence(Pointer buffer) {
    if (bell != file) {
      C.read(bell, buffer, Long.BYTES);
    }
  }

  void close() {
    C.close(file);
    if (bell != file) {
      C.close(bell);
    }
  }

  static KernelException failure(String operation, String what) {
    return new KernelException(operation, what, Errno.symbol(Libc.errno()), "");
  }
}
