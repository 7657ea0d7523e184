package dev.reconcile.store;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object, in the words of Kubernetes' events.
 *
 * @param time when
 * @param object such as {@code container/web}
 * @param warning whether somebody should look at it
 * @param reason one word in camel case, such as {@code Created} or {@code OOMKilled}
 * @param message for people; may be empty
 */
public record Event(Instant time, String object, boolean warning, String reason, String message) {

  /** {@code Warning} or {@code Normal}. */
  public String type() {
    return warning ? "Warning" : "Normal";
  }

  /** As it is stored, and as programs get it. */
  public Dict data() {
    return data(time.toString());
  }

  /**
   * The same.
   *
   * @param timeText the text of {@link #time}, for those who have it already
   */
  Dict data(String timeText) {
    SortedMap<String, Value> data = new TreeMap<>();
    data.put("time", new Text(timeText));
    data.put("object", new Text(object));
    data.put("type", new Text(type()));
    data.put("reason", new Text(reason));
    data.put("message", new Text(message));
    return new Dict(data);
  }

  /** Null for what is no event. */
  static @Nullable Event of(Dict data) {
    try {
      return new Event(
          Instant.parse(data.text("time", "")),
          data.text("object", ""),
          data.text("type", "").equals("Warning"),
          data.text("reason", ""),
          data.text("message", ""));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Whether another event says the same of the same object, at whatever time. */
  boolean repeats(Event other) {
    return object.equals(other.object)
        && warning == other.warning
        && reason.equals(other.reason)
        && message.equals(other.message);
  }
}
