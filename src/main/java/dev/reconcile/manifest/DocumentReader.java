package dev.reconcile.manifest;

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
 * Text of one document to YAML's node graph, where every scalar is still the text that was written:
 * what it means is the field's business.
 */
final class DocumentReader {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;
  private static final Resolver EVERYTHING_IS_TEXT =
      new Resolver() {
        @Override
        protected void addImplicitResolvers() {}
      };

  /** Only read. */
  private static final LoaderOptions OPTIONS = options();

  private final DocumentText text;
  private final List<Diagnostic> errors = new ArrayList<>();

  private DocumentReader(DocumentText text) {
    this.text = text;
  }

  /**
   * What a text is.
   *
   * @param document null when it is empty or broken
   * @param errors what is wrong with it as YAML
   * @param broken whether it could not be read
   */
  record Result(@Nullable Document document, List<Diagnostic> errors, boolean broken) {
    /** How many documents it is: none when it is empty. */
    int documents() {
      return document != null || broken ? 1 : 0;
    }
  }

  static Result read(DocumentText text) {
    DocumentReader reader = new DocumentReader(text);
    Integer unprintable = firstUnprintable(text.text());
    return unprintable == null ? reader.read() : reader.unprintable(unprintable);
  }

  private Result read() {
    StreamReader stream = new StreamReader(text.text());
    try {
      ParserImpl parser = new ParserImpl(stream, OPTIONS);
      Node root = new Composer(parser, EVERYTHING_IS_TEXT, OPTIONS).getSingleNode();
      return root == null || Nodes.isNull(root)
          ? new Result(null, errors, false)
          : checked(new Document(text.origin(), root, text.lineOffset()));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? stream.getMark() : e.getProblemMark();
      String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
      return broken(mark, "not YAML: " + e.getProblem() + context);
    } catch (YAMLException e) {
      return broken(stream.getMark(), "not YAML: " + e.getMessage());
    }
  }

  private Result checked(Document document) {
    boolean bounded = NodeCheck.check(document, errors);
    return new Result(bounded ? document : null, errors, !bounded);
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(YamlReader.MAX_BYTES);
    // Tags are refused by NodeCheck, which goes on to the next mistake.
    options.setTagInspector(tag -> true);
    return options;
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

  private Result unprintable(int at) {
    String before = text.text().substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    String code = String.format(Locale.ROOT, "U+%04X", (int) text.text().charAt(at));
    return broken(
        new Position(text.lineOffset() + line + 1, at - before.lastIndexOf('\n')),
        "not YAML: the control character "
            + code
            + " may only be written as an escape in double quotes");
  }

  private Result broken(Mark mark, String message) {
    return broken(Position.of(mark, text.lineOffset()), message.replace('\n', ' '));
  }

  private Result broken(Position at, String message) {
    errors.add(text.origin().diagnostic(at, "", message));
    return new Result(null, errors, true);
  }
}
