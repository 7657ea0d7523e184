package dev.reconcile.manifest;

/** The two places where JSON is not the YAML that the parser reads. */
final class JsonText {
  private JsonText() {}

  /**
   * Tabs between tokens become spaces, and {@code \/} in strings becomes {@code /}. Lines stay
   * where they are.
   */
  static String asYaml(String json) {
    StringBuilder yaml = new StringBuilder(json.length());
    boolean string = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (string && c == '\\' && i + 1 < json.length()) {
        i++;
        yaml.append(json.charAt(i) == '/' ? "" : "\\").append(json.charAt(i));
        continue;
      }
      string ^= c == '"';
      yaml.append(c == '\t' && !string ? ' ' : c);
    }
    return yaml.toString();
  }
}
