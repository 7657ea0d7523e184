package dev.reconcile.kernel;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The error numbers of errno(3) that are the same on every 64-bit Linux architecture, with the text
 * that the C library gives them: the JDK reports the kernel's answer by that text alone.
 */
public enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  ESRCH(3, "No such process"),
  EINTR(4, "Interrupted system call"),
  EIO(5, "Input/output error"),
  E2BIG(7, "Argument list too long"),
  ENOEXEC(8, "Exec format error"),
  EBADF(9, "Bad file descriptor"),
  ECHILD(10, "No child processes"),
  EAGAIN(11, "Resource temporarily unavailable"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  EXDEV(18, "Invalid cross-device link"),
  ENODEV(19, "No such device"),
  ENOTDIR(20, "Not a directory"),
  EISDIR(21, "Is a directory"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  ETXTBSY(26, "Text file busy"),
  EFBIG(27, "File too large"),
  ENOSPC(28, "No space left on device"),
  EROFS(30, "Read-only file system"),
  EMLINK(31, "Too many links"),
  EPIPE(32, "Broken pipe"),
  ERANGE(34, "Numerical result out of range"),
  ENAMETOOLONG(36, "File name too long"),
  ENOSYS(38, "Function not implemented"),
  ENOTEMPTY(39, "Directory not empty"),
  ELOOP(40, "Too many levels of symbolic links"),
  ENODATA(61, "No data available"),
  EOVERFLOW(75, "Value too large for defined data type"),
  EOPNOTSUPP(95, "Operation not supported"),
  EDQUOT(122, "Disk quota exceeded");

  /** What java.nio.file adds to ELOOP's text when it has opened a file without following links. */
  private static final String ELOOP_BY_JDK = " (NOFOLLOW_LINKS specified)";

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /**
   * The symbol, such as {@code EBUSY}; {@code errno 131} for one that has no name here; empty for
   * 0.
   */
  public static String symbol(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno.name();
      }
    }
    return number == 0 ? "" : "errno " + number;
  }

  /**
   * What the kernel answered, from the exception that the JDK made of it; the exception's own text
   * as a last resort.
   */
  public static String symbol(IOException failure) {
    Errno errno = of(failure);
    return errno == null ? String.valueOf(failure.getMessage()) : errno.name();
  }

  /** The error behind a JDK exception; null when it is none of these. */
  public static @Nullable Errno of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return ENOENT;
    }
    if (failure instanceof AccessDeniedException) {
      return EACCES;
    }
    if (failure instanceof FileAlreadyExistsException) {
      return EEXIST;
    }
    return byText(String.valueOf(failure.getMessage()));
  }

  // "Device or resource busy" from a channel, "/path: Device or resource busy" from java.nio.file,
  // "/path (No such
  // process)" from FileInputStream.
  private static @Nullable Errno byText(String message) {
    if (message.endsWith(ELOOP_BY_JDK)) {
      return ELOOP;
    }
    String text = message.endsWith(")") ? message.substring(0, message.length() - 1) : message;
    for (Errno errno : values()) {
      if (text.endsWith(errno.text)) {
        return errno;
      }
    }
    return null;
  }

  /** The number, as in {@code errno.h}. */
  public int number() {
    return number;
  }
}
