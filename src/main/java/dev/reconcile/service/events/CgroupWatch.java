package dev.reconcile.service.events;

import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which objects' cgroup directories were written to or removed, inotify(7). A write of the
 * same value is told too, and so are our own: who is told looks again, and finds nothing to do.
 *
 * <p>The kernel tells of writes by processes, not of its own changes; and of the end of a directory
 * only its parent's watchers, so parents are watched as well.
 */
public final class CgroupWatch implements AutoCloseable {
  /**
   * Written whenever a process moves, or by whoever asks to be told of something; no limit is in
   * them. What the kernel changes in the last two is {@link GroupAlarms}' to tell.
   */
  private static final Set<String> NO_LIMIT =
      Set.of(
          "cgroup.procs",
          "cgroup.threads",
          "tasks",
          "cgroup.kill",
          "cgroup.subtree_control",
          "cgroup.event_control",
          "memory.pressure",
          "memory.events",
          "cgroup.events");

  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private volatile Map<Path, ResourceId> directories = Map.of();

  public CgroupWatch() throws IOException {
    service = FileSystems.getDefault().newWatchService();
  }

  /**
   * Watches exactly these directories from now on.
   *
   * @param renewed objects whose directories may have been made anew under their old names
   * @return objects that have a directory that is not there
   */
  public synchronized Set<ResourceId> watch(Map<Path, ResourceId> wanted, Set<ResourceId> renewed) {
    directories = Map.copyOf(wanted);
    Set<Path> needed = new HashSet<>(wanted.keySet());
    for (Path directory : wanted.keySet()) {
      Path parent = directory.getParent();
      if (parent != null) {
        needed.add(parent);
      }
    }
    keys.entrySet().removeIf(entry -> drop(entry, needed));
    Set<ResourceId> absent = new HashSet<>();
    for (Path directory : needed) {
      ResourceId owner = wanted.get(directory);
      boolean again = owner != null && renewed.contains(owner);
      if ((again || !keys.containsKey(directory)) && !register(directory) && owner != null) {
        absent.add(owner);
      }
    }
    return absent;
  }

  private static boolean drop(Map.Entry<Path, WatchKey> entry, Set<Path> needed) {
    if (needed.contains(entry.getKey()) && entry.getValue().isValid()) {
      return false;
    }
    entry.getValue().cancel();
    return true;
  }

  /** The same directory under the same name keeps its key; inotify knows it by its inode. */
  private boolean register(Path directory) {
    try {
      WatchKey key =
          directory.register(
              service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
      keys.put(directory, key);
      return true;
    } catch (IOException absent) {
      return false;
    }
  }

  /** How many directories are watched. */
  public synchronized int size() {
    return keys.size();
  }

  /**
   * Waits for the next news.
   *
   * @return the objects concerned, perhaps none; null when {@link #close} was called
   */
  public @Nullable Set<ResourceId> await() throws InterruptedException {
    try {
      WatchKey key = service.take();
      Set<ResourceId> told = new HashSet<>();
      Path directory = (Path) key.watchable();
      for (WatchEvent<?> event : key.pollEvents()) {
        add(told, directory, event);
      }
      key.reset();
      return told;
    } catch (ClosedWatchServiceException e) {
      return null;
    }
  }

  private void add(Set<ResourceId> told, Path directory, WatchEvent<?> event) {
    Map<Path, ResourceId> known = directories;
    if (StandardWatchEventKinds.OVERFLOW.equals(event.kind())) {
      told.addAll(known.values()); // the kernel's queue was full: anything may have happened
      return;
    }
    String name = String.valueOf(event.context());
    boolean removed = StandardWatchEventKinds.ENTRY_DELETE.equals(event.kind());
    if (!removed && NO_LIMIT.contains(name)) {
      return;
    }
    ResourceId owner = known.get(removed ? directory.resolve(name) : directory);
    if (owner != null) {
      told.add(owner);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
