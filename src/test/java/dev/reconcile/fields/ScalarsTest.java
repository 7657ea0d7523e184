package dev.reconcile.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarsTest {
  private static final FieldType.Int INT = new FieldType.Int(0, 100, true);
  private static final FieldType.Bytes BYTES = new FieldType.Bytes(true);
  private static final FieldType.Cpu CPU = new FieldType.Cpu(true);
  private static final FieldType.Duration DURATION = new FieldType.Duration();
  private static final FieldType.Mode MODE = new FieldType.Mode();
  private static final FieldType.IndexList INDEXES = new FieldType.IndexList();
  private static final FieldType.ContainerPath PATH = new FieldType.ContainerPath();
  private static final FieldType.TreePath TREE = new FieldType.TreePath();
  private static final FieldType.Named SIGNAL = new FieldType.Named("SIG", Names.SIGNALS);
  private static final FieldType.Choice CHOICE =
      new FieldType.Choice(List.of("private", "host"), List.of("path:"));

  @ParameterizedTest
  @MethodSource
  void hasOneCanonicalForm(FieldType.Scalar type, String text, Object canonical) {
    assertEquals(canonical.toString(), Value.scalar(Scalars.canonical(type, text)));
  }

  static Stream<Arguments> hasOneCanonicalForm() {
    return Stream.of(
        Arguments.of(new FieldType.Text(), "no", "no"),
        Arguments.of(new FieldType.Text(), "1e3", "1e3"),
        Arguments.of(new FieldType.Text(), "22:22", "22:22"),
        Arguments.of(new FieldType.Text(), "", ""),
        Arguments.of(new FieldType.Label(), "no", "no"),
        Arguments.of(new FieldType.Bool(), "true", true),
        Arguments.of(INT, "0", 0),
        Arguments.of(INT, "100", 100),
        Arguments.of(INT, "max", "max"),
        Arguments.of(BYTES, "1024", "1Ki"),
        Arguments.of(BYTES, "256Mi", "256Mi"),
        Arguments.of(BYTES, "262144Ki", "256Mi"),
        Arguments.of(BYTES, "1.5Gi", "1536Mi"),
        Arguments.of(BYTES, "1k", "1000"),
        Arguments.of(BYTES, "0", "0"),
        Arguments.of(BYTES, "max", "max"),
        Arguments.of(CPU, "0.5", "500m"),
        Arguments.of(CPU, "500m", "500m"),
        Arguments.of(CPU, "2000m", "2"),
        Arguments.of(DURATION, "0", "0s"),
        Arguments.of(DURATION, "1h30m", "90m"),
        Arguments.of(DURATION, "1000ms", "1s"),
        Arguments.of(MODE, "0644", "0644"),
        Arguments.of(MODE, "644", "0644"),
        Arguments.of(MODE, "0o644", "0644"),
        Arguments.of(MODE, "4755", "4755"),
        Arguments.of(INDEXES, "4,1,0", "0-1,4"),
        Arguments.of(INDEXES, "0-1,1-3", "0-3"),
        Arguments.of(INDEXES, "", ""),
        Arguments.of(PATH, "/a//b/./c/../d/", "/a/b/d"),
        Arguments.of(PATH, "/", "/"),
        Arguments.of(TREE, "./hosts/web-1/", "hosts/web-1"),
        Arguments.of(TREE, ".", "."),
        Arguments.of(SIGNAL, "SIGTERM", "TERM"),
        Arguments.of(SIGNAL, "hup", "HUP"),
        Arguments.of(SIGNAL, "SIGRTMIN+3", "RTMIN+3"),
        Arguments.of(new FieldType.OnChange(), "signal:SIGHUP", "signal:HUP"),
        Arguments.of(CHOICE, "host", "host"));
  }

  @ParameterizedTest
  @MethodSource
  void saysWhatWasExpected(FieldType.Scalar type, String text, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Scalars.canonical(type, text));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(part), message);
    assertTrue(message.length() < 300, message);
  }

  static Stream<Arguments> saysWhatWasExpected() {
    return Stream.of(
        Arguments.of(new FieldType.Bool(), "yes", "true or false"),
        Arguments.of(INT, "101", "from 0 to 100, or max"),
        Arguments.of(INT, "-1", "from 0 to 100"),
        Arguments.of(INT, "010", "from 0 to 100"),
        Arguments.of(INT, "0x10", "from 0 to 100"),
        Arguments.of(INT, "1e1", "from 0 to 100"),
        Arguments.of(INT, "9999999999999999999", "from 0 to 100"),
        Arguments.of(INT, "٣", "from 0 to 100"),
        Arguments.of(new FieldType.Int(0, 100, false), "max", "from 0 to 100"),
        Arguments.of(BYTES, "256MB", "256Mi"),
        Arguments.of(BYTES, "-1", "256Mi"),
        Arguments.of(BYTES, "1e999999999", "256Mi"),
        Arguments.of(BYTES, "0.5", "whole bytes"),
        Arguments.of(BYTES, "99999999999999999999", "256Mi"),
        Arguments.of(CPU, "0.0001", "at least 1m"),
        Arguments.of(CPU, "1e999999999", "500m"),
        Arguments.of(CPU, "50%", "500m"),
        Arguments.of(DURATION, "10", "250ms"),
        Arguments.of(DURATION, "-1s", "250ms"),
        Arguments.of(DURATION, "99999999999999999h", "250ms"),
        Arguments.of(MODE, "0999", "octal"),
        Arguments.of(MODE, "77777", "octal"),
        Arguments.of(INDEXES, "3-1", "0-1,4"),
        Arguments.of(INDEXES, "0-99999", "0-1,4"),
        Arguments.of(INDEXES, "0,,1", "0-1,4"),
        Arguments.of(PATH, "tmp", "absolute"),
        Arguments.of(PATH, "/..", "climbs above"),
        Arguments.of(TREE, "../x", "leaves it"),
        Arguments.of(TREE, "/x", "relative"),
        Arguments.of(SIGNAL, "TERMM", "did you mean 'TERM'?"),
        Arguments.of(CHOICE, "pirvate", "did you mean 'private'?"),
        Arguments.of(CHOICE, "path:/x", "not supported yet"),
        Arguments.of(new FieldType.Label(), "Web", "RFC 1123"),
        Arguments.of(new FieldType.Label(), "-a", "RFC 1123"),
        Arguments.of(new FieldType.Label(), "a".repeat(64), "RFC 1123"),
        Arguments.of(new FieldType.Label(), "x".repeat(1 << 20), "…"),
        Arguments.of(new FieldType.Bool(), "\u001b[31m", "\\x1b[31m"));
  }
}
