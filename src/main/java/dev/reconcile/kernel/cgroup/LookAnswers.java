package dev.reconcile.kernel.cgroup;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.kernel.cgroup.CgroupFs.Wanted;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a request {@code look}, in the order of the questions:
 *
 * <pre>
 * answer    i32 size of what follows; 0: not there; -errno: nothing can be said
 * what      part marks  part children  part processes  and a part for each file
 * part      i32 size of what follows; -errno: could not be read, and nothing follows
 * marks     NAME NUL VALUE NUL …
 * children  NAME NUL …
 * </pre>
 *
 * Marks are the same in nearly every hierarchy, and limits from group to group: bytes that are
 * those of the time before are not understood again.
 */
final class LookAnswers {
  private static final String PROCESSES = "cgroup.procs";
  private static final Reading<List<Integer>> NO_PROCESSES = Reading.of(List.of());

  private final LinuxCgroupFs fs;
  private final Map<SortedSet<String>, Known<SortedMap<String, Reading<String>>>> files =
      new IdentityHashMap<>();
  private Known<Reading<SortedMap<String, String>>> marks =
      new Known<>(new byte[0], Reading.of(Collections.emptySortedMap()));

  LookAnswers(LinuxCgroupFs fs) {
    this.fs = fs;
  }

  private record Known<T>(byte[] bytes, T meaning) {
    boolean isAt(ByteBuffer in, int size) {
      int from = in.position();
      return Arrays.equals(bytes, 0, bytes.length, in.array(), from, from + size);
    }
  }

  /** Null for a directory that is not there. */
  @Nullable Directory next(Wanted wanted, ByteBuffer in) throws KernelException {
    int size = in.getInt();
    if (size == 0) {
      return null;
    }
    int end = in.position() + Math.max(size, 0);
    Reading<SortedMap<String, String>> found = size < 0 ? null : marks(in);
    List<String> children = found == null ? null : children(in);
    if (found == null || children == null) {
      in.position(end);
      return fs.look(wanted);
    }
    Reading<List<Integer>> processes = processes(wanted, in);
    return new Directory(found, files(wanted, in, end), processes, children);
  }

  private @Nullable Reading<SortedMap<String, String>> marks(ByteBuffer in) {
    int size = in.getInt();
    if (size < 0) {
      return null;
    }
    if (!marks.isAt(in, size)) {
      byte[] bytes = new byte[size];
      in.get(in.position(), bytes);
      SortedMap<String, String> values = new TreeMap<>();
      List<String> strings = strings(bytes);
      for (int i = 0; i + 1 < strings.size(); i += 2) {
        values.put(strings.get(i), strings.get(i + 1));
      }
      marks = new Known<>(bytes, Reading.of(Collections.unmodifiableSortedMap(Marks.of(values))));
    }
    in.position(in.position() + size);
    return marks.meaning;
  }

  private static @Nullable List<String> children(ByteBuffer in) {
    int size = in.getInt();
    if (size <= 0) {
      return size < 0 ? null : List.of();
    }
    byte[] bytes = new byte[size];
    in.get(bytes);
    List<String> names = strings(bytes);
    Collections.sort(names);
    return names;
  }

  private Reading<List<Integer>> processes(Wanted wanted, ByteBuffer in) {
    int size = in.getInt();
    if (size == 0) {
      return NO_PROCESSES;
    }
    return size < 0
        ? SmallFile.failed(fs.directory(wanted) + "/" + PROCESSES, -size)
        : Reading.of(LinuxCgroupFs.pids(text(in, size)));
  }

  private SortedMap<String, Reading<String>> files(Wanted wanted, ByteBuffer in, int end) {
    int size = end - in.position();
    Known<SortedMap<String, Reading<String>>> known = files.get(wanted.files());
    if (known == null || !known.isAt(in, size)) {
      byte[] bytes = new byte[size];
      in.get(in.position(), bytes);
      known = new Known<>(bytes, contents(wanted, ByteBuffer.wrap(bytes).order(in.order())));
      if (areForAll(known.meaning)) {
        files.put(wanted.files(), known);
      }
    }
    in.position(end);
    return known.meaning;
  }

  private SortedMap<String, Reading<String>> contents(Wanted wanted, ByteBuffer in) {
    SortedMap<String, Reading<String>> contents = new TreeMap<>();
    for (String file : wanted.files()) {
      if (file.equals(DeviceRules.FILE)) {
        contents.put(file, fs.read(wanted.hierarchy(), wanted.path(), file));
      } else {
        int size = in.getInt();
        contents.put(
            file,
            size < 0
                ? SmallFile.failed(fs.directory(wanted) + "/" + file, -size)
                : Reading.of(LinuxCgroupFs.withoutLastNewline(text(in, size))));
      }
    }
    return contents;
  }

  /** A device program is no file, and a failure names the path. */
  private static boolean areForAll(SortedMap<String, Reading<String>> contents) {
    for (Reading<String> content : contents.values()) {
      if (content instanceof Reading.Unreadable) {
        return false;
      }
    }
    return !contents.containsKey(DeviceRules.FILE);
  }

  private static String text(ByteBuffer in, int size) {
    int from = in.position();
    in.position(from + size);
    return new String(in.array(), from, size, StandardCharsets.UTF_8);
  }

  /** Each ended by NUL. */
  private static List<String> strings(byte[] bytes) {
    List<String> strings = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        strings.add(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        from = at + 1;
      }
    }
    return strings;
  }
}
