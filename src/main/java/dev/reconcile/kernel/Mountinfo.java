package dev.reconcile.kernel;

import dev.reconcile.live.MountEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a mount table, {@code /proc/PID/mountinfo}, proc_pid_mountinfo(5). */
public final class Mountinfo {
  private Mountinfo() {}

  // 36  35  98:0  /mnt1  /mnt2  rw,noatime  master:1  -  ext3  /dev/root  rw,errors=continue
  // (1) (2) (3)   (4)    (5)    (6)         (7)      (8)  (9)  (10)       (11)
  //
  // (1) mount ID (2) parent ID (3) st_dev, MAJOR:MINOR (4) root of the mount within the file system
  // (5) mount point
  // (6) per-mount options (7) zero or more optional fields (8) separator, a single hyphen (9) file
  // system type
  // (10) source (11) per-superblock options. Space, tab, newline and backslash appear as \040 \011
  // \012 \134.
  private static final int FIXED = 6;

  /** Every mount, in the kernel's order. */
  public static List<MountEntry> parse(String table) {
    List<MountEntry> entries = new ArrayList<>();
    int start = 0;
    while (start < table.length()) {
      int end = table.indexOf('\n', start);
      int stop = end < 0 ? table.length() : end;
      if (stop > start) {
        entries.add(entry(table.substring(start, stop)));
      }
      start = stop + 1;
    }
    return entries;
  }

  private static MountEntry entry(String line) {
    // An empty source shows as two spaces in a row: an empty word must stay a word.
    String[] words = line.split(" ", -1);
    int hyphen = FIXED;
    while (!words[hyphen].equals("-")) {
      hyphen++;
    }
    return new MountEntry(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        words[2],
        unescape(words[3]),
        unescape(words[4]),
        options(words[5]),
        List.copyOf(Arrays.asList(words).subList(FIXED, hyphen)),
        words[hyphen + 1],
        unescape(words[hyphen + 2]),
        options(words[hyphen + 3]));
  }

  private static List<String> options(String word) {
    return List.of(word.split(",", -1));
  }

  private static String unescape(String word) {
    if (word.indexOf('\\') < 0) {
      return word;
    }
    StringBuilder text = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == '\\' && i + 3 < word.length()) {
        text.append((char) Integer.parseInt(word.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(word.charAt(i));
      }
    }
    return text.toString();
  }

  /**
   * Whether a path walk from the root of this table ends in that mount: neither it nor a mount that
   * it stands on is covered by another. Order in the table says nothing, since mounts can be moved.
   */
  public static boolean isVisible(MountEntry mount, List<MountEntry> table) {
    MountEntry parent = null;
    for (MountEntry other : table) {
      boolean stacked =
          other.parent() == mount.id() && other.mountPoint().equals(mount.mountPoint());
      boolean above =
          other.parent() == mount.parent()
              && other.id() != mount.id()
              && isBelow(mount.mountPoint(), other.mountPoint());
      if (other.id() != mount.id() && (stacked || above)) {
        return false;
      }
      if (other.id() == mount.parent() && other.id() != mount.id()) {
        parent = other;
      }
    }
    return parent == null || isVisible(parent, table);
  }

  /** Whether {@code path} is strictly below {@code directory}. */
  public static boolean isBelow(String path, String directory) {
    String prefix = directory.endsWith("/") ? directory : directory + "/";
    return path.startsWith(prefix) && path.length() > prefix.length();
  }
}
