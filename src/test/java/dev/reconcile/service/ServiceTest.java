package dev.reconcile.service;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.engine.Scope;
import dev.reconcile.kernel.events.Alarm;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Plan;
import dev.reconcile.service.events.Footprint;
import dev.reconcile.service.http.Metrics;
import dev.reconcile.service.schedule.PassTimer;
import dev.reconcile.service.sync.StoredRevisions;
import dev.reconcile.service.sync.SyncStateFile;
import dev.reconcile.service.sync.SyncWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole service on files, with an engine that keeps "limits" in ordinary directories: a group's
 * limit is right when its file says so.
 */
class ServiceTest {
  private static final String RIGHT = "right";

  @TempDir Path temp;
  private Path config = Path.of("");
  private Path manifests = Path.of("");
  private String name = "";

  @BeforeEach
  void makeDirectories(TestInfo test) throws IOException {
    config = Files.createDirectory(temp.resolve("config"));
    manifests = Files.createDirectory(temp.resolve("manifests"));
    name = test.getDisplayName();
    Files.writeString(
        config.resolve("shop.yaml"),
        """
        apiVersion: reconcile.dev/v1
        kind: Sync
        metadata: {name: shop}
        spec: {directory: %s, interval: 1h, retryInterval: 1h}
        """
            .formatted(manifests));
  }

  private void group(String group) throws IOException {
    Files.writeString(
        manifests.resolve(group + ".yaml"),
        """
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: %s}
        spec: {memory: {max: 64Mi}}
        """
            .formatted(group));
  }

  /** Groups as directories below {@code groups}, and a note of each that had to be put right. */
  private final class Host implements Engine, Footprint {
    private final Map<ResourceId, Path> known = new ConcurrentHashMap<>();
    private final BlockingQueue<String> acts = new LinkedBlockingQueue<>();
    private volatile Runnable meanwhile = () -> {};

    private Path limit(ResourceId id) {
      return temp.resolve("groups").resolve(id.name()).resolve("memory.max");
    }

    @Override
    public synchronized Report reconcile(Scope scope) throws IOException {
      SortedMap<ResourceId, Outcome> outcomes = new TreeMap<>();
      for (ResourceId id : scope.desired().resources().keySet()) {
        outcomes.put(id, new Outcome(makeRight(id), ""));
      }
      meanwhile.run();
      ChangeSet none = new ChangeSet(new TreeMap<>(), List.of(), List.of());
      return new Report(outcomes, List.of(), List.of(), none, Plan.EMPTY, false);
    }

    private Verdict makeRight(ResourceId id) throws IOException {
      Path limit = limit(id);
      known.put(id, limit.getParent());
      if (Files.exists(limit) && Files.readString(limit).equals(RIGHT)) {
        return Verdict.UNCHANGED;
      }
      boolean created = !Files.exists(limit);
      Files.createDirectories(limit.getParent());
      Files.writeString(limit, RIGHT);
      acts.add((created ? "create " : "restore ") + id.name());
      return created ? Verdict.CREATED : Verdict.CONFIGURED;
    }

    private String next() throws InterruptedException {
      String act = acts.poll(60, TimeUnit.SECONDS);
      return act == null ? "nothing happened" : act;
    }

    @Override
    public Inventory inventory() {
      return Inventory.EMPTY;
    }

    @Override
    public Map<Path, ResourceId> directories(DesiredState objects) {
      Map<Path, ResourceId> directories = new HashMap<>();
      objects
          .resources()
          .keySet()
          .forEach(id -> directories.put(requireNonNull(limit(id).getParent()), id));
      return directories;
    }

    @Override
    public Map<Alarm, ResourceId> alarms(DesiredState objects) {
      return Map.of();
    }

    @Override
    public Map<String, Integer> monitors() {
      return Map.of();
    }
  }

  private Service service(Host host) throws IOException {
    Path stateDir = temp.resolve("state");
    return new Service(
        name,
        new SyncCatalog(config, host),
        sync ->
            new SyncWorker(
                sync,
                host,
                new StoredRevisions(stateDir),
                SyncStateFile.of(stateDir, sync.metadata().name()),
                InstantSource.system()),
        host,
        new Metrics(),
        ignored -> {},
        InstantSource.system());
  }

  @Test
  void tamperedLimitIsBackLongBeforeTheNextPass() throws Exception {
    group("a");
    Host host = new Host();
    try (Service service = service(host)) {
      service.start();
      assertEquals("create a", host.next());
      Files.writeString(temp.resolve("groups/a/memory.max"), "tampered");
      assertEquals("restore a", host.next());
    }
    assertTrue(host.acts.isEmpty(), "our own write is told to us, and leads to nothing");
  }

  @Test
  void removedGroupIsBackLongBeforeTheNextPass() throws Exception {
    group("a");
    Host host = new Host();
    try (Service service = service(host)) {
      service.start();
      assertEquals("create a", host.next());
      Files.delete(temp.resolve("groups/a/memory.max"));
      Files.delete(temp.resolve("groups/a"));
      assertEquals("create a", host.next());
    }
  }

  /**
   * The source is gone when the service starts again: the last good revision is kept all the same.
   */
  @Test
  void nextServiceHealsWithoutTheSource() throws Exception {
    group("a");
    Host host = new Host();
    try (Service service = service(host)) {
      service.start();
      assertEquals("create a", host.next());
    }
    Files.delete(manifests.resolve("a.yaml"));
    Files.delete(manifests);
    Files.writeString(temp.resolve("groups/a/memory.max"), "tampered meanwhile");
    try (Service service = service(host)) {
      service.start();
      assertEquals("restore a", host.next());
    }
  }

  /** What the pass has made is put under watch when the service has begun to stop already. */
  @Test
  void passUnderWayEndsInPeaceAtAStop() throws Exception {
    group("a");
    Host host = new Host();
    Thread closer = Thread.currentThread();
    host.meanwhile = () -> awaitIn(closer, PassTimer.class);
    try (Complaints complaints = new Complaints()) {
      try (Service service = service(host)) {
        service.start();
        assertEquals("create a", host.next());
      }
      assertEquals(List.of(), complaints.messages);
    }
  }

  /** Until the thread is on its way through that class: the timer waits for the pass to end. */
  private static void awaitIn(Thread thread, Class<?> type) {
    while (Arrays.stream(thread.getStackTrace())
        .noneMatch(
            frame ->
                frame.getClassName().equals(type.getName())
                    && frame.getMethodName().equals("close"))) {
      Thread.onSpinWait();
    }
  }

  /** Whatever is logged above INFO, as long as it is open. */
  private static final class Complaints extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("");
    final List<String> messages = new CopyOnWriteArrayList<>();

    Complaints() {
      setLevel(Level.WARNING);
      LOGGER.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        messages.add(record.getMessage() + " " + record.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      LOGGER.removeHandler(this);
    }
  }

  @Test
  void brokenConfigurationIsRefusedAtTheStart() throws Exception {
    Files.writeString(config.resolve("bad.yaml"), "kind: Sync\n");
    try (Service service = service(new Host())) {
      IOException e = assertThrows(IOException.class, service::start);
      assertTrue(e.toString().contains("bad.yaml:1"), e.toString());
    }
  }
}
