package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/cgroups.md has every row of the table; {@code -Dgolden=update} writes them anew. */
class LimitDocsTest {
  private static final Path DOCS = Path.of("docs/cgroups.md");
  private static final String HEAD =
      "| field | v1 | v2 | without it | proved |\n|---|---|---|---|---|\n";

  @Test
  void everyRowIsInTheDocsWithItsFiles() throws IOException {
    String text = Files.readString(DOCS);
    int start = text.indexOf(HEAD) + HEAD.length();
    int end = text.indexOf("\n\n", start);
    List<String> known = text.substring(start, end).lines().toList();
    List<String> rows = new ArrayList<>();
    for (LimitField field : LimitTable.fields()) {
      rows.add(row(field, known));
    }
    String table = String.join("\n", rows);
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(DOCS, text.substring(0, start) + table + text.substring(end));
    }
    assertEquals(table, Files.readString(DOCS).substring(start, start + table.length()));
  }

  /** The last cell is what people have seen, and is theirs. */
  private static String row(LimitField field, List<String> known) {
    String cells =
        "| `"
            + field.path()
            + "` | "
            + files(field, 1)
            + " | "
            + files(field, 2)
            + " | "
            + (field.reset().isEmpty() ? "as above" : "`" + field.reset() + "`")
            + " | ";
    for (String line : known) {
      if (line.startsWith("| `" + field.path() + "` |")) {
        return cells + line.substring(line.lastIndexOf("| ", line.length() - 2) + 2);
      }
    }
    return cells + "not yet |";
  }

  private static String files(LimitField field, int version) {
    List<String> names = new ArrayList<>();
    for (KernelFile file : field.files()) {
      if (file.version() == version) {
        names.add("`" + file.name() + "`");
      }
    }
    return names.isEmpty() ? "-" : String.join(", ", names);
  }
}
