package dev.reconcile.fields.limits;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the kernel holds of a group, by field, whoever has set it. */
public final class LimitValues {
  private final SortedMap<String, String> values = new TreeMap<>();

  private LimitValues() {}

  /** Field to neutral value, of every file that was read; {@code io.max[254:0].rbps} for keyed. */
  public static SortedMap<String, String> of(LiveCgroup live, CgroupHost host) {
    LimitValues found = new LimitValues();
    for (LimitField field : LimitTable.fields()) {
      for (KernelFile file : field.files()) {
        Hierarchy hierarchy = LimitHost.hierarchy(host, file);
        LiveCgroup.Directory directory =
            hierarchy == null ? null : live.directories().get(hierarchy.id());
        if (directory != null) {
          found.add(field, file, texts(directory));
        }
      }
    }
    return found.values;
  }

  private static Map<String, String> texts(LiveCgroup.Directory directory) {
    Map<String, String> texts = new HashMap<>();
    for (Map.Entry<String, Reading<String>> file : directory.files().entrySet()) {
      String text = file.getValue().orNull();
      if (text != null) {
        texts.put(file.getKey(), text);
      }
    }
    return texts;
  }

  private void add(LimitField field, KernelFile file, Map<String, String> texts) {
    switch (file.keys()) {
      case FileKeys.Whole whole -> add(field, file, whole, "", texts.get(file.readName()), texts);
      case FileKeys.Line line -> add(field, file, line, "", texts.get(file.name()), texts);
      case FileKeys.Lines lines -> {
        String text = texts.getOrDefault(file.name(), "");
        for (String line : text.lines().toList()) {
          add(field, file, lines, line.substring(0, Math.max(0, line.indexOf(' '))), text, texts);
        }
      }
      case FileKeys.InName name -> {
        for (Map.Entry<String, String> other : texts.entrySet()) {
          if (file.isNamed(other.getKey())) {
            add(field, file, name, file.keyInName(other.getKey()), other.getValue(), texts);
          }
        }
      }
    }
  }

  /** Of several files of a field the first carries its value, the others what it is measured by. */
  private void add(
      LimitField field,
      KernelFile file,
      FileKeys keys,
      String key,
      @Nullable String text,
      Map<String, String> texts) {
    String held = text == null ? null : keys.cut(text, key);
    if (held != null) {
      String shown = field.part() == HostPart.HUGE_PAGE ? HugePageCodec.size(key) : key;
      String value = file.codec().read(field.path(), held, texts);
      // An empty list of devices says no more than devices.default does.
      if (!value.isEmpty() || !DefaultDevices.isField(field.path())) {
        values.putIfAbsent(LimitPath.with(field.path(), shown), value);
      }
    }
  }
}
