package dev.reconcile.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value.Dict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Desired against live, by field, in the shape of a unified diff; nothing is printed for what is as
 * it should be.
 *
 * <pre>
 * --- live cgroup/app
 * +++ web.yaml:7:1 cgroup/app
 * @@ live, drift @@
 * -memory.max: 64Mi
 * +memory.max: 96Mi
 * </pre>
 */
final class DiffText {
  private final StringBuilder text = new StringBuilder();
  private final Paint paint;

  private DiffText(Paint paint) {
    this.paint = paint;
  }

  static String of(ChangeSet changes, Paint paint) {
    DiffText diff = new DiffText(paint);
    for (Change change : changes.changes().values()) {
      if (!(change instanceof Change.Delete)) {
        diff.change(change);
      }
    }
    // What was made last goes first.
    for (Change change : changes.changes().reversed().values()) {
      if (change instanceof Change.Delete) {
        diff.change(change);
      }
    }
    return diff.text.toString();
  }

  private void change(Change change) {
    switch (change) {
      case Change.Create create -> create(create.desired());
      case Change.Update update -> fields(update.desired(), update.fields());
      case Change.Replace replace -> fields(replace.desired(), replace.fields());
      case Change.Delete delete -> delete(delete.id(), delete.entry());
      case Change.NoOp ignored -> {}
      case Change.Skip skip ->
          text.append("# ")
              .append(skip.id())
              .append(" is left alone: ")
              .append(skip.reason())
              .append('\n');
    }
  }

  private void create(Resource desired) {
    heading("/dev/null", desired.source() + " " + desired.id());
    whole(desired.spec(), '+');
  }

  private void delete(ResourceId id, Inventory.Entry entry) {
    heading("live " + id, "/dev/null");
    Resource newest = entry.newest();
    if (newest != null) {
      whole(newest.spec(), '-');
    }
  }

  private void whole(Dict spec, char sign) {
    for (Map.Entry<String, String> field : FlatSpec.of(spec).entrySet()) {
      value(sign, field.getKey(), field.getValue());
    }
  }

  private void fields(Resource desired, List<FieldChange> fields) {
    heading("live " + desired.id(), desired.source() + " " + desired.id());
    String last = "";
    for (FieldChange field : fields) {
      String hunk = hunk(field);
      if (!hunk.equals(last)) {
        text.append(hunk).append('\n');
        last = hunk;
      }
      field(field);
    }
  }

  private static String hunk(FieldChange field) {
    boolean asked = field.cause() == FieldChange.Cause.MANIFEST;
    String cause = asked ? "" : ", " + field.cause().label();
    return "@@ " + field.mutability().label() + cause + " @@";
  }

  private void field(FieldChange field) {
    String from = field.from();
    String to = field.to();
    if (!field.secret() && from != null && to != null && (from + to).contains("\n")) {
      lines(field.path(), from, to);
      return;
    }
    value('-', field.path(), from == null ? null : FieldChangeText.from(field));
    value('+', field.path(), to == null ? null : FieldChangeText.to(field));
  }

  private void value(char sign, String path, @Nullable String value) {
    if (value != null) {
      line(sign + path + ": " + value.replace("\n", "\\n"));
    }
  }

  /** Text of several lines, such as a file of the init layer. */
  private void lines(String path, String from, String to) {
    List<String> before = from.lines().toList();
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff(
            path, path, before, DiffUtils.diff(before, to.lines().toList()), 3);
    text.append(' ').append(path).append(": |\n");
    // Two lines of file names come first.
    unified.stream().skip(2).forEach(this::line);
  }

  private void heading(String from, String to) {
    text.append(paint.bold("--- " + from)).append('\n');
    text.append(paint.bold("+++ " + to)).append('\n');
  }

  private void line(String line) {
    char sign = line.isEmpty() ? ' ' : line.charAt(0);
    String painted = sign == '+' ? paint.green(line) : sign == '-' ? paint.red(line) : line;
    text.append(painted).append('\n');
  }
}
