package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import java.util.List;
import java.util.Locale;

/**
 * Whether a cron expression is one, of crontab(5)'s five fields or of Quartz's six or seven.
 *
 * <pre>
 *   minute hour day-of-month month day-of-week
 *   second minute hour day-of-month month day-of-week [year]
 * </pre>
 */
final class CronCheck {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /** One column: its name, its range, the words for its numbers, the number of the first word. */
  private record Column(String name, int min, int max, List<String> words, int firstWord) {
    Column(String name, int min, int max) {
      this(name, min, max, List.of(), 0);
    }
  }

  private static final Column MINUTE = new Column("minute", 0, 59);
  private static final Column HOUR = new Column("hour", 0, 23);
  private static final Column DAY = new Column("day of month", 1, 31);
  private static final Column MONTH = new Column("month", 1, 12, MONTHS, 1);
  private static final List<Column> CRONTAB =
      List.of(MINUTE, HOUR, DAY, MONTH, new Column("day of week", 0, 7, DAYS, 0));
  private static final List<Column> QUARTZ =
      List.of(
          new Column("second", 0, 59),
          MINUTE,
          HOUR,
          DAY,
          MONTH,
          new Column("day of week", 1, 7, DAYS, 1),
          new Column("year", 1970, 2099));

  private CronCheck() {}

  /**
   * Checks every column.
   *
   * @throws IllegalArgumentException with the column that is wrong
   */
  static void check(String cron) {
    String[] parts = cron.strip().toUpperCase(Locale.ROOT).split("\\s+");
    boolean quartz = parts.length > CRONTAB.size();
    List<Column> columns = quartz ? QUARTZ : CRONTAB;
    for (int i = 0; i < parts.length; i++) {
      for (String item : parts[i].split(",", -1)) {
        item(columns.get(i), item, quartz);
      }
    }
    // Quartz: one of the two days must be left open by a question mark, and only one.
    if (quartz && parts[3].equals("?") == parts[5].equals("?")) {
      throw new IllegalArgumentException(
          "expected '?' as day of month or as day of week, as Quartz wants it");
    }
  }

  /**
   * {@code *}, {@code 5}, {@code 1-5}, and each with {@code /2}; Quartz's {@code ? L LW 15W 6L
   * 6#3}.
   */
  private static void item(Column column, String item, boolean quartz) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    if (slash >= 0 && !item.substring(slash + 1).matches("[1-9][0-9]{0,3}")) {
      throw wrong(column, item);
    }
    boolean day = column.name().startsWith("day");
    if (range.equals("*") || (quartz && day && special(column, range))) {
      return;
    }
    int dash = range.indexOf('-');
    int first = number(column, dash < 0 ? range : range.substring(0, dash), item);
    int last = dash < 0 ? first : number(column, range.substring(dash + 1), item);
    if (!quartz && last < first) {
      throw wrong(column, item);
    }
  }

  private static boolean special(Column column, String text) {
    return text.equals("?")
        || (column == DAY
            ? text.matches("L(-([1-9]|[12][0-9]|30))?W?|([1-9]|[12][0-9]|3[01])W")
            : text.matches("L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"));
  }

  private static int number(Column column, String text, String item) {
    int word = column.words().indexOf(text);
    if (word >= 0) {
      return word + column.firstWord();
    }
    int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    if (number < column.min() || number > column.max()) {
      throw wrong(column, item);
    }
    return number;
  }

  private static IllegalArgumentException wrong(Column column, String item) {
    return new IllegalArgumentException(
        "expected "
            + column.name()
            + " from "
            + column.min()
            + " to "
            + column.max()
            + " in the cron expression, not "
            + Scalars.quote(item));
  }
}
