package dev.reconcile.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Bytes of one file to documents. Stops at YAML's node graph, where every scalar is still the text
 * that was written: what it means is the field's business. JSON is read as the YAML that it is.
 */
public final class YamlReader {
  /** The most bytes that one file may hold. */
  public static final int MAX_BYTES = 3 << 20;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;
  private static final Resolver EVERYTHING_IS_TEXT =
      new Resolver() {
        @Override
        protected void addImplicitResolvers() {}
      };

  private final Origin origin;
  private final List<Document> documents = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private int broken;

  private YamlReader(Origin origin) {
    this.origin = origin;
  }

  /** Reads all documents that can be read; for each of the others there is an error. */
  public static YamlDocuments read(Origin origin, byte[] content) {
    YamlReader reader = new YamlReader(origin);
    reader.stream(content);
    return new YamlDocuments(reader.documents, reader.errors, reader.broken);
  }

  private void stream(byte[] content) {
    if (content.length > MAX_BYTES) {
      broken(1, 1, "the file is larger than " + (MAX_BYTES >> 20) + " MiB; split it");
      return;
    }
    String text = decode(content);
    if (text == null) {
      return;
    }
    String yaml =
        origin.name().endsWith(".json") || text.startsWith("{") ? JsonText.asYaml(text) : text;
    ManyDocuments.map(DocumentSplitter.split(yaml), this::alone).forEach(this::add);
  }

  private YamlReader alone(DocumentSplitter.Chunk chunk) {
    YamlReader reader = new YamlReader(origin);
    reader.document(chunk);
    return reader;
  }

  private void add(YamlReader one) {
    documents.addAll(one.documents);
    errors.addAll(one.errors);
    broken += one.broken;
  }

  private void document(DocumentSplitter.Chunk chunk) {
    Integer unprintable = firstUnprintable(chunk.text());
    if (unprintable != null) {
      unprintable(chunk, unprintable);
      return;
    }
    StreamReader stream = new StreamReader(chunk.text());
    LoaderOptions options = options();
    try {
      ParserImpl parser = new ParserImpl(stream, options);
      Node root = new Composer(parser, EVERYTHING_IS_TEXT, options).getSingleNode();
      if (root != null && !Nodes.isNull(root)) {
        check(new Document(origin, root, chunk.line()));
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? stream.getMark() : e.getProblemMark();
      String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
      broken(chunk, mark, "not YAML: " + e.getProblem() + context);
    } catch (YAMLException e) {
      broken(chunk, stream.getMark(), "not YAML: " + e.getMessage());
    }
  }

  private void check(Document document) {
    if (NodeCheck.check(document, errors)) {
      documents.add(document);
    } else {
      broken++;
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(MAX_BYTES);
    // Tags are refused by NodeCheck, which goes on to the next mistake.
    options.setTagInspector(tag -> true);
    return options;
  }

  private @Nullable String decode(byte[] content) {
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
      broken(line, text.length() - text.lastIndexOf('\n'), "not UTF-8; save the file as UTF-8");
      return null;
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** YAML 1.1, c-printable; null when all are. */
  private static @Nullable Integer firstUnprintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
      if (control
          || (c >= '\u007F' && c < '\u00A0' && c != '\u0085')
          || c >= '\uFFFE'
          || c == '\uFEFF') {
        return i;
      }
    }
    return null;
  }

  private void unprintable(DocumentSplitter.Chunk chunk, int at) {
    String before = chunk.text().substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    String code = String.format(Locale.ROOT, "U+%04X", (int) chunk.text().charAt(at));
    broken(
        chunk.line() + line + 1,
        at - before.lastIndexOf('\n'),
        "not YAML: the control character "
            + code
            + " may only be written as an escape in double quotes");
  }

  private void broken(DocumentSplitter.Chunk chunk, Mark mark, String message) {
    broken(chunk.line() + mark.getLine() + 1, mark.getColumn() + 1, message.replace('\n', ' '));
  }

  private void broken(int line, int column, String message) {
    broken++;
    errors.add(new Diagnostic(origin.name(), line, column, "", message));
  }
}
