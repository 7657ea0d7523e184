package dev.reconcile.fields;

import dev.reconcile.model.ByteSize;
import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.TimeSpan;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** From the text of a scalar, as it stands in the file, to its one canonical value. */
public final class Scalars {
  /** Longer texts cannot be numbers, sizes or names; it also bounds what messages quote. */
  private static final int SHORT = 64;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  private static final Pattern CLASS_ID = Pattern.compile("0x[0-9a-fA-F]{1,8}|0|[1-9][0-9]{0,9}");
  private static final Pattern OCTAL = Pattern.compile("(0o)?0*[0-7]{1,4}");

  // Of what BigDecimal reads, no exponents (a few characters that are a gigabyte of digits), no
  // signs, and no digits but
  // ASCII's.
  private static final Pattern BYTES = Pattern.compile("[0-9]+(\\.[0-9]+)?[A-Za-z]*");
  private static final Pattern CPU = Pattern.compile("[0-9]+(\\.[0-9]+)?m?");
  private static final Pattern DURATION = Pattern.compile("0|([0-9]+[a-z]+)+");

  private static final String MAX = "max";

  private Scalars() {}

  /**
   * Reads one scalar.
   *
   * @param text without quotes, never null: {@code no}, {@code 0644} and {@code 1e3} as written
   * @return in canonical form; reading it again gives the same
   * @throws IllegalArgumentException with what was expected and what was found
   */
  public static Value canonical(FieldType.Scalar type, String text) {
    return switch (type) {
      case FieldType.Text ignored -> new Text(text);
      case FieldType.Matching shape -> matching(shape, text);
      case FieldType.Choice choice -> choice(choice, text);
      case FieldType.Bool ignored -> bool(text);
      case FieldType.Int range -> integer(range, text);
      case FieldType.Bytes bytes -> isMax(bytes.allowMax(), text) ? new Text(MAX) : bytes(text);
      case FieldType.Cpu cpu -> isMax(cpu.allowMax(), text) ? new Text(MAX) : cpu(text);
      case FieldType.Duration ignored -> duration(text);
      case FieldType.Mode ignored -> mode(text);
      case FieldType.IndexList ignored -> new Text(IndexLists.canonical(text));
      case FieldType.HostPath ignored -> new Text(AbsolutePaths.normalise(text));
      case FieldType.ContainerPath ignored -> new Text(AbsolutePaths.normalise(text));
      case FieldType.TreePath ignored -> treePath(text);
      case FieldType.Named named -> new Text(named(named, text));
      case FieldType.OnChange ignored -> onChange(text);
      case FieldType.ClassId ignored -> classId(text);
      case FieldType.Label ignored -> label(text);
    };
  }

  /** A text in quotes, cut where it gets long. */
  public static String quote(String text) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < text.length() && i < SHORT; i++) {
      char c = text.charAt(i);
      // A manifest must not drive the terminal that shows its mistakes.
      shown.append(Character.isISOControl(c) ? String.format(Locale.ROOT, "\\x%02x", (int) c) : c);
    }
    return shown.append(text.length() > SHORT ? "…'" : "'").toString();
  }

  private static Value matching(FieldType.Matching shape, String text) {
    if (text.length() > 4096 || !shape.shape().matcher(text).matches()) {
      throw expected(shape.expected(), text);
    }
    return new Text(text);
  }

  private static Value choice(FieldType.Choice choice, String text) {
    if (choice.words().contains(text)) {
      return new Text(text);
    }
    for (String word : choice.later()) {
      boolean prefix = word.endsWith(":") || word.equals("/") || word.equals(".");
      if (prefix ? text.startsWith(word) : text.equals(word)) {
        throw new IllegalArgumentException(
            quote(text)
                + " is not supported yet; possible now: "
                + String.join(", ", choice.words()));
      }
    }
    String near = Nearest.suggestion(text, choice.words());
    throw new IllegalArgumentException(
        "expected " + alternatives(choice.words()) + ", not " + quote(text) + near);
  }

  private static Value bool(String text) {
    return switch (text) {
      case "true" -> new Bool(true);
      case "false" -> new Bool(false);
      default -> throw expected("true or false", text);
    };
  }

  private static Value integer(FieldType.Int range, String text) {
    if (isMax(range.allowMax(), text)) {
      return new Text(MAX);
    }
    try {
      long number = INTEGER.matcher(text).matches() ? Long.parseLong(text) : Long.MIN_VALUE;
      if (number >= range.min() && number <= range.max() && number != Long.MIN_VALUE) {
        return new Num(number);
      }
    } catch (NumberFormatException e) {
      // More digits than a long has: out of range, as below.
    }
    String max = range.allowMax() ? ", or max" : "";
    throw expected("an integer from " + range.min() + " to " + range.max() + max, text);
  }

  private static Value bytes(String text) {
    String plain = plain(BYTES, text, "a size such as 256Mi, 1G or 4096");
    return new Text(ByteSize.parse(plain).toString());
  }

  private static Value cpu(String text) {
    String plain = plain(CPU, text, "processors such as 500m, 0.5 or 2");
    return new Text(CpuAmount.parse(plain).toString());
  }

  private static Value duration(String text) {
    String plain = plain(DURATION, text, "a duration such as 250ms, 10s, 5m or 1h");
    return new Text(TimeSpan.parse(plain).toString());
  }

  private static String plain(Pattern shape, String text, String what) {
    if (text.length() > SHORT || !shape.matcher(text).matches()) {
      throw expected(what, text);
    }
    return text;
  }

  private static Value mode(String text) {
    String plain = plain(OCTAL, text, "octal permission bits such as 0644");
    int bits = Integer.parseInt(plain.startsWith("0o") ? plain.substring(2) : plain, 8);
    return new Text(String.format(Locale.ROOT, "%04o", bits));
  }

  private static String named(FieldType.Named named, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String name =
        upper.startsWith(named.prefix()) ? upper.substring(named.prefix().length()) : upper;
    if (!named.names().contains(name)) {
      String kind = named.prefix() + named.names().getFirst();
      throw new IllegalArgumentException(
          "expected a name such as "
              + kind
              + ", not "
              + quote(text)
              + Nearest.suggestion(name, named.names()));
    }
    return name;
  }

  private static Value treePath(String text) {
    if (text.isEmpty() || text.startsWith("/")) {
      throw expected("a relative path", text);
    }
    try {
      String below = AbsolutePaths.normalise("/" + text).substring(1);
      return new Text(below.isEmpty() ? "." : below);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected a path within the tree, but " + quote(text) + " leaves it", e);
    }
  }

  private static Value onChange(String text) {
    if (text.equals("none") || text.equals("restart")) {
      return new Text(text);
    }
    if (!text.startsWith("signal:")) {
      throw expected("none, restart or signal:NAME", text);
    }
    String signal = text.substring("signal:".length());
    return new Text("signal:" + named(new FieldType.Named("SIG", Names.SIGNALS), signal));
  }

  private static Value classId(String text) {
    if (!CLASS_ID.matcher(text).matches() || Long.decode(text) > 0xffff_ffffL) {
      throw expected("a class of 32 bits such as 0x100001", text);
    }
    return new Text("0x" + Long.toHexString(Long.decode(text)));
  }

  private static Value label(String text) {
    if (!LABEL.matcher(text).matches()) {
      throw expected(
          "an RFC 1123 label (at most 63 lower-case letters, digits and '-', no '-' at either end)",
          text);
    }
    return new Text(text);
  }

  private static boolean isMax(boolean allowed, String text) {
    return allowed && text.equals(MAX);
  }

  private static String alternatives(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static IllegalArgumentException expected(String what, String text) {
    return new IllegalArgumentException("expected " + what + ", not " + quote(text));
  }
}
