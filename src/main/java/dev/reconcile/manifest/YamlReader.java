package dev.reconcile.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes of one file to the texts of its documents. JSON is read as the YAML that it is. */
public final class YamlReader {
  /** The most bytes that one file may hold. */
  public static final int MAX_BYTES = 3 << 20;

  private YamlReader() {}

  /** Tells documents from each other; what is wrong inside one is found when that is read. */
  public static YamlDocuments read(Origin origin, byte[] content) {
    if (content.length > MAX_BYTES) {
      String message = "the file is larger than " + (MAX_BYTES >> 20) + " MiB; split it";
      return broken(origin, new Position(1, 1), message);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(content.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(content), out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
      Position at = new Position(line, text.length() - text.lastIndexOf('\n'));
      return broken(origin, at, "not UTF-8; save the file as UTF-8");
    }
    return documents(origin, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static YamlDocuments documents(Origin origin, String text) {
    boolean json = origin.name().endsWith(".json") || text.startsWith("{");
    String yaml = json ? JsonText.asYaml(text) : text;
    return new YamlDocuments(DocumentSplitter.split(origin, yaml), List.of(), 0);
  }

  private static YamlDocuments broken(Origin origin, Position at, String message) {
    return new YamlDocuments(List.of(), List.of(origin.diagnostic(at, "", message)), 1);
  }
}
