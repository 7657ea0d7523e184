package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Finds processors, devices and whatever else limits name, sysfs(5). */
final class PartsTable {
  // S_IFMT and S_IFBLK of stat(2).
  private static final int FORMAT = 0170000;
  private static final int BLOCK = 0060000;

  private final HostRoot root;
  private final CgroupFs cgroups;

  PartsTable(HostRoot root, CgroupFs cgroups) {
    this.root = root;
    this.cgroups = cgroups;
  }

  HostParts read(Map<HostPart, SortedSet<String>> asked) {
    Map<HostPart, Reading<SortedMap<String, String>>> parts = new EnumMap<>(HostPart.class);
    for (Map.Entry<HostPart, SortedSet<String>> part : asked.entrySet()) {
      parts.put(part.getKey(), of(part.getKey(), part.getValue()));
    }
    return new HostParts(parts);
  }

  private Reading<SortedMap<String, String>> of(HostPart part, SortedSet<String> names) {
    return switch (part) {
      case CPU -> indexes("/sys/devices/system/cpu/present");
      case NODE -> indexes("/sys/devices/system/node/has_memory");
      case BLOCK_DEVICE -> blockDevices(names);
      case HUGE_PAGE -> listed("/sys/kernel/mm/hugepages", PartsTable::hugePage);
      case RDMA_DEVICE -> listed("/sys/class/infiniband", UnaryOperator.identity());
      case INTERFACE -> listed("/sys/class/net", UnaryOperator.identity());
      case MISC_RESOURCE -> capacity("misc");
      case MEMORY_REGION -> capacity("dmem");
    };
  }

  /** {@code 0-1,4}; a kernel without NUMA has no file and one node. */
  private Reading<SortedMap<String, String>> indexes(String path) {
    Reading<SortedMap<String, String>> read = SmallFile.read(root.at(path), PartsTable::indexed);
    return read instanceof Reading.Absent ? Reading.of(indexed("0")) : read;
  }

  private static SortedMap<String, String> indexed(String list) {
    SortedMap<String, String> indexes = new TreeMap<>();
    for (String range : list.strip().split(",", -1)) {
      String[] ends = range.split("-", -1);
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        indexes.put(Integer.toString(i), Integer.toString(i));
      }
    }
    return indexes;
  }

  /** {@code hugepages-2048kB}; in the names of control files it is {@code 2MB}. */
  private static String hugePage(String name) {
    long kilobytes = Long.parseLong(name.replaceAll("[^0-9]", ""));
    if (kilobytes >= 1 << 20) {
      return (kilobytes >> 20) + "GB";
    }
    return kilobytes >= 1 << 10 ? (kilobytes >> 10) + "MB" : kilobytes + "KB";
  }

  private Reading<SortedMap<String, String>> listed(String path, UnaryOperator<String> naming) {
    String[] names = new File(root.at(path)).list();
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : names == null ? new String[0] : names) {
      found.put(naming.apply(name), naming.apply(name));
    }
    return Reading.of(found);
  }

  /** {@code RESOURCE CAPACITY}, a line each, in the root group only; 0 takes no limit. */
  private Reading<SortedMap<String, String>> capacity(String controller) {
    try {
      Hierarchy hierarchy = cgroups.host().of(controller);
      String file = controller + ".capacity";
      Reading<String> text =
          hierarchy == null ? Reading.absent() : cgroups.read(hierarchy, "/", file);
      if (text instanceof Reading.Unreadable<String>(String what, String why)) {
        return new Reading.Unreadable<>(what, why);
      }
      String lines = text.orNull();
      return Reading.of(lines == null ? new TreeMap<>() : capacities(lines));
    } catch (KernelException e) {
      return new Reading.Unreadable<>(controller + ".capacity", e.errno());
    }
  }

  private static SortedMap<String, String> capacities(String lines) {
    SortedMap<String, String> names = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      int space = line.lastIndexOf(' ');
      if (space > 0 && !line.endsWith(" 0")) {
        names.put(line.substring(0, space), line.substring(0, space));
      }
    }
    return names;
  }

  /**
   * All of them by number and as {@code /dev/NAME}, and those that are asked for by another path.
   */
  private Reading<SortedMap<String, String>> blockDevices(SortedSet<String> asked) {
    String directory = root.at("/sys/block");
    String[] names = new File(directory).list();
    SortedMap<String, String> devices = new TreeMap<>();
    for (String name : names == null ? new String[0] : names) {
      String file = directory + "/" + name + "/dev";
      Reading<String> number = SmallFile.read(file, String::strip);
      if (number instanceof Reading.Unreadable<String>(String what, String why)) {
        return new Reading.Unreadable<>(what, why);
      }
      String text = number.orNull();
      if (text != null) {
        devices.put("/dev/" + name.replace('!', '/'), text);
        devices.put(text, text);
      }
    }
    for (String path : asked) {
      if (path.startsWith("/") && !devices.containsKey(path)) {
        String number = deviceNumber(root.at(path));
        if (devices.containsKey(number)) {
          devices.put(path, number);
        }
      }
    }
    return Reading.of(devices);
  }

  /** {@code MAJOR:MINOR} behind all links, makedev(3); empty when there is nothing of that kind. */
  private static String deviceNumber(String path) {
    try {
      Path device = Path.of(path);
      boolean block =
          Files.getAttribute(device, "unix:mode") instanceof Integer mode
              && (mode & FORMAT) == BLOCK;
      if (block && Files.getAttribute(device, "unix:rdev") instanceof Long number) {
        long major = (number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL);
        long minor = (number & 0xff) | (number >>> 12 & 0xffff_ff00L);
        return major + ":" + minor;
      }
      return "";
    } catch (IOException e) {
      // Nothing there, or nothing that we may look at: the refusal says what there is.
      return "";
    }
  }
}
