package dev.reconcile.kernel.cgroup;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.cgroup.CgroupFs.Wanted;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The questions of a request {@code look}: for each directory the instruction {@code DIR FILE…}, as
 * in {@link dev.reconcile.kernel.process.Frames}.
 */
final class LookQuestions {
  private final LinuxCgroupFs fs;
  private final Map<SortedSet<String>, Files> known = new IdentityHashMap<>();

  LookQuestions(LinuxCgroupFs fs) {
    this.fs = fs;
  }

  /** Names as they stand in the instruction; many directories have the same. */
  private record Files(int count, byte[] names) {}

  byte[] of(List<Wanted> batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128 * batch.size());
    for (Wanted wanted : batch) {
      Files files = known.computeIfAbsent(wanted.files(), LookQuestions::files);
      int argc = 1 + files.count;
      out.write(argc);
      out.write(argc >> 8);
      out.writeBytes(fs.directory(wanted).getBytes(StandardCharsets.UTF_8));
      out.write(0);
      out.writeBytes(files.names);
    }
    return out.toByteArray();
  }

  private static Files files(SortedSet<String> names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = 0;
    for (String name : names) {
      if (!name.equals(DeviceRules.FILE)) {
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write(0);
        count++;
      }
    }
    return new Files(count, out.toByteArray());
  }
}
