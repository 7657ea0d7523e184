package dev.reconcile.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.reconcile.model.Value.Dict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code <state-dir>/events.jsonl}: what happened, a line of JSON each, the newest last.
 *
 * <pre>
 * {"message":"it is not there","object":"container/web","reason":"Created","time":"2026-…","type":"Normal"}
 * </pre>
 *
 * <p>It is for people: nothing is decided by it, so it is not fsynced, and a line that a crash has
 * torn is skipped. Bounded: a full file becomes {@code events.jsonl.1}, in the place of the one
 * before.
 */
public final class EventLog {
  private static final long FULL = 256 << 10;
  private static final JsonFactory JSON = new JsonFactory();
  private static final SerializedString LINE_BREAK = new SerializedString("\n");

  private final Path file;
  private final Path older;

  /** The log below this state directory. */
  public EventLog(Path stateDir) {
    this.file = stateDir.resolve("events.jsonl");
    this.older = stateDir.resolve("events.jsonl.1");
  }

  /** All that is kept, the oldest first; takes no lock. */
  public List<Event> read() throws IOException {
    List<Event> events = new ArrayList<>();
    read(older, events);
    read(file, events);
    return events;
  }

  private static void read(Path file, List<Event> events) throws IOException {
    try {
      for (String line : Files.readString(file).split("\n", -1)) {
        parse(line, events);
      }
    } catch (NoSuchFileException none) {
      // Nothing has happened yet.
    }
  }

  private static void parse(String line, List<Event> events) {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != null && ValueJson.read(json) instanceof Dict data) {
        Event event = Event.of(data);
        if (event != null) {
          events.add(event);
        }
      }
    } catch (IOException torn) {
      // The end of a line that was being written when its writer was killed.
    }
  }

  /**
   * Appends events. What fails again and again, pass after pass, is kept once: a warning that only
   * repeats its object's newest event is left out.
   */
  public void append(List<Event> events) throws IOException {
    List<Event> known = anyWarning(events) ? read() : List.of();
    StringWriter lines = new StringWriter();
    Times times = new Times();
    try (JsonGenerator json = JSON.createGenerator(lines)) {
      json.setRootValueSeparator(LINE_BREAK);
      for (Event event : events) {
        if (!event.warning() || !repeatsNewest(event, known)) {
          ValueJson.write(json, event.data(times.text(event.time())));
        }
      }
    }
    if (!lines.getBuffer().isEmpty()) {
      write(lines.append('\n').toString());
    }
  }

  /** The events of a run share one time, whose text costs more than all the rest of them. */
  private static final class Times {
    private @Nullable Instant last;
    private String text = "";

    String text(Instant time) {
      if (!time.equals(last)) {
        last = time;
        text = time.toString();
      }
      return text;
    }
  }

  private static boolean anyWarning(List<Event> events) {
    for (Event event : events) {
      if (event.warning()) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeatsNewest(Event event, List<Event> known) {
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).object().equals(event.object())) {
        return event.repeats(known.get(i));
      }
    }
    return false;
  }

  /** Beginning with a line break after a torn line; in one write(2), so that no other mixes in. */
  private void write(String lines) throws IOException {
    if (Files.exists(file) && Files.size(file) > FULL) {
      Files.move(file, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes =
          ByteBuffer.wrap(((isTorn() ? "\n" : "") + lines).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private boolean isTorn() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }
}
