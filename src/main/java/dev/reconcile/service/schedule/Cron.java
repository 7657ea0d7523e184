package dev.reconcile.service.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * crontab(5)'s five fields as Quartz's six.
 *
 * <pre>
 *   crontab   minute hour day-of-month month day-of-week          0 and 7 are Sunday
 *   Quartz    second minute hour day-of-month month day-of-week   1 is Sunday; one of the days is '?'
 *   "30 2 * * 1-5"  ->  "0 30 2 ? * MON,TUE,WED,THU,FRI"
 * </pre>
 *
 * <p>Six or seven fields are Quartz's own and stay as they are. With both kinds of day crontab(5)
 * means either, which takes two Quartz expressions.
 */
final class Cron {
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private Cron() {}

  /**
   * Converts; what any of the results matches is meant.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static List<String> toQuartz(String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length == 6 || fields.length == 7) {
      return List.of(text.strip());
    }
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "expected five fields as in crontab(5), or Quartz's six or seven, in cron '"
              + text
              + "'");
    }
    String time = "0 " + fields[0] + " " + fields[1] + " ";
    String byMonth = time + fields[2] + " " + fields[3] + " ?";
    if (isAny(fields[4])) {
      return List.of(byMonth);
    }
    String byWeek = time + "? " + fields[3] + " " + days(fields[4], text);
    return isAny(fields[2]) ? List.of(byWeek) : List.of(byMonth, byWeek);
  }

  private static boolean isAny(String field) {
    return field.equals("*") || field.equals("?");
  }

  private static String days(String field, String text) {
    BitSet chosen = new BitSet(7);
    for (String item : field.split(",")) {
      int slash = item.indexOf('/');
      int step = slash < 0 ? 1 : number(item.substring(slash + 1), text);
      String range = slash < 0 ? item : item.substring(0, slash);
      int dash = range.indexOf('-');
      boolean any = isAny(range);
      int first = any ? 0 : day(dash < 0 ? range : range.substring(0, dash), text);
      int last = any ? 6 : dash >= 0 ? day(range.substring(dash + 1), text) : slash < 0 ? first : 6;
      if (step < 1 || last < first) {
        throw new IllegalArgumentException("day of the week out of order in cron '" + text + "'");
      }
      for (int day = first; day <= last; day += step) {
        chosen.set(day % 7);
      }
    }
    return String.join(",", chosen.stream().mapToObj(DAYS::get).toList());
  }

  private static int day(String text, String cron) {
    int named = DAYS.indexOf(text.toUpperCase(Locale.ROOT));
    int day = named >= 0 ? named : number(text, cron);
    if (day > 7) {
      throw new IllegalArgumentException(
          "expected a day of the week from 0 to 7 in cron '" + cron + "'");
    }
    return day;
  }

  private static int number(String text, String cron) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number, not '" + text + "', in cron '" + cron + "'", e);
    }
  }
}
