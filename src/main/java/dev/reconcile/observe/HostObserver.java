package dev.reconcile.observe;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.live.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What containers take over from the host. */
final class HostObserver {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private HostObserver() {}

  /** The host's resolver configuration, resolv.conf(5); often a symbolic link. */
  static Reading<String> resolvConf(FileTree files) {
    return switch (files.readFollowing(RESOLV_CONF)) {
      case Reading.Present<byte[]>(byte[] bytes) -> Reading.of(text(bytes));
      case Reading.Recorded<byte[]>(byte[] bytes) -> Reading.of(text(bytes));
      case Reading.Absent<byte[]> ignored -> Reading.absent();
      case Reading.Unreadable<byte[]>(String what, String why) ->
          new Reading.Unreadable<>(what, why);
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
