package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** SHA-256 over things that are compared by digest, in lower-case hexadecimal. */
public final class Digests {
  private Digests() {}

  /** Of bytes. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  /** Of text in UTF-8. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of a file as it is on disk: over {@code MODE UID GID}, a newline and the content; mode is
   * octal.
   */
  public static String file(byte[] content, int mode, int uid, int gid) {
    MessageDigest digest = newSha256();
    String head = Integer.toOctalString(mode) + " " + uid + " " + gid + "\n";
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(content));
  }

  /** Of a file as it should be; equal to {@link #file(byte[], int, int, int)} of what it is. */
  public static String file(InitLayerFiles.Content file) {
    return file(file.text().getBytes(StandardCharsets.UTF_8), file.mode(), file.uid(), file.gid());
  }

  /**
   * Of what a container was made from.
   *
   * @param effective with a flat inline rootfs, see {@link RootfsResolver}
   * @param live whether a field, by its path below {@code spec}, can be changed in place and so
   *     does not count
   */
  public static String container(Container effective, Predicate<String> live) {
    return sha256(CanonicalJson.of(without(effective.spec(), "", live)));
  }

  private static Dict without(Dict dict, String prefix, Predicate<String> live) {
    TreeMap<String, Value> kept = new TreeMap<>();
    for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
      String path = prefix + entry.getKey();
      if (live.test(path)) {
        continue;
      }
      boolean section = entry.getValue() instanceof Dict;
      kept.put(
          entry.getKey(),
          section ? without((Dict) entry.getValue(), path + ".", live) : entry.getValue());
    }
    return new Dict(kept);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
