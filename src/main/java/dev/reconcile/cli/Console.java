package dev.reconcile.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of one run. Data goes to {@code out}, everything else to {@code err}; both
 * are UTF-8 whatever the locale says, as manifests are.
 */
record Console(InputStream in, PrintStream out, PrintStream err) {
  /** The process's own streams; {@code out} is buffered until {@link #flush}. */
  static Console ofProcess() {
    return new Console(
        System.in,
        new PrintStream(
            new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  /** One line about something that went wrong. */
  void error(String line) {
    out.flush();
    err.println(line);
  }

  /** Writes out what is buffered. */
  void flush() {
    out.flush();
    err.flush();
  }
}
