package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words of the form KEY=VALUE, each a field of its own: {@code rbps=10000000 wbps=max riops=max
 * wiops=max} in {@code io.max}. A write names every key: what no field lists keeps what it has.
 * Where a key makes the kernel calculate the others, it names the listed ones alone.
 *
 * @param keys in the kernel's order
 * @param control what says who sets the others, such as {@code ctrl}; empty where nothing does
 */
record KeysCodec(List<Key> keys, String control) implements LimitCodec {
  private static final String AUTO = "auto";
  private static final String USER = "user";

  KeysCodec {
    keys = List.copyOf(keys);
  }

  /**
   * One of the words.
   *
   * @param name the kernel's
   * @param field row that it carries
   * @param missing what the kernel has when nobody has set it
   */
  record Key(String name, String field, Unit unit, String missing) {}

  /** What a line that is not there means. */
  String missing() {
    return text(Map.of());
  }

  /** Every key is of its own. */
  static KeysCodec of(Key... keys) {
    return new KeysCodec(List.of(keys), "");
  }

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    boolean whole = control.isEmpty();
    Map<String, String> words = live == null || !whole ? new HashMap<>() : words(live);
    boolean any = false;
    for (Key key : keys) {
      String wanted = limits.values().get(key.field);
      if (wanted != null) {
        words.put(key.name, key.unit.kernel(wanted));
        any = true;
      }
    }
    if (any && !whole) {
      words.putIfAbsent(control, USER);
      return listed(words);
    }
    return any ? text(words) : null;
  }

  private String listed(Map<String, String> words) {
    StringBuilder text = new StringBuilder();
    for (Key key : keys) {
      String word = words.get(key.name);
      if (word != null) {
        text.append(text.isEmpty() ? "" : " ").append(key.name).append('=').append(word);
      }
    }
    return text.toString();
  }

  /** What the kernel calculates is not for us to say. */
  @Override
  public String restore(String held) {
    Map<String, String> words = words(held);
    if (control.isEmpty() || !AUTO.equals(words.get(control))) {
      return held;
    }
    words.keySet().retainAll(List.of(control, "enable"));
    return listed(words);
  }

  private String text(Map<String, String> words) {
    StringBuilder text = new StringBuilder();
    for (Key key : keys) {
      text.append(text.isEmpty() ? "" : " ").append(key.name).append('=');
      text.append(words.getOrDefault(key.name, key.missing));
    }
    return text.toString();
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    Map<String, String> words = words(kernel);
    for (Key key : keys) {
      if (key.field.equals(field)) {
        return key.unit.neutral(words.getOrDefault(key.name, key.missing));
      }
    }
    return kernel;
  }

  @Override
  public boolean matches(String kernel, String written) {
    Map<String, String> there = words(kernel);
    Map<String, String> wanted = words(written);
    for (Key key : keys) {
      if (!control.isEmpty() && !wanted.containsKey(key.name)) {
        continue;
      }
      String is = there.getOrDefault(key.name, key.missing);
      String should = wanted.getOrDefault(key.name, key.missing);
      if (!key.unit.neutral(is).equals(key.unit.neutral(should))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }

  /** {@code rbps=max wbps=1}: by word. */
  static Map<String, String> words(String text) {
    Map<String, String> words = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return words;
  }
}
