package dev.reconcile.layers;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Finds out how a stream is compressed from its first bytes, not from a file name. */
final class Decompression {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC_BYTES = 6;

  private Decompression() {}

  /**
   * The plain stream.
   *
   * <p>Magic numbers: gzip {@code 1f 8b}, RFC 1952; zstd {@code 28 b5 2f fd}, RFC 8878; xz {@code
   * fd 37 7a 58 5a 00}; bzip2 {@code BZh}. All else is taken to be a plain tar.
   */
  static InputStream plain(InputStream compressed) throws IOException {
    PushbackInputStream in = new PushbackInputStream(compressed, MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.unread(magic);
    if (starts(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(in, BUFFER);
    }
    if (starts(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStream(in);
    }
    if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return new XZInputStream(in);
    }
    if (starts(magic, 'B', 'Z', 'h')) {
      return new BZip2CompressorInputStream(in, true);
    }
    return in;
  }

  private static boolean starts(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
