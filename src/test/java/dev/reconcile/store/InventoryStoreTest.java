package dev.reconcile.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryStoreTest {
  @TempDir Path directory;

  private InventoryStore store() {
    Path file = directory.resolve("deep/inventory.json");
    return new InventoryStore(DurableFile.at(file), file.toString());
  }

  private static Resource cgroup(String memory) {
    Dict spec =
        Dict.EMPTY
            .with("memory", Dict.EMPTY.with("max", new Text(memory)))
            .with("pids", Dict.EMPTY.with("max", new Num(64)));
    Metadata metadata =
        new Metadata("app", new TreeMap<>(Map.of("tier", "front")), new TreeMap<>());
    return Resource.of(Kind.CGROUP, metadata, new SourceRef("app.yaml", 3, 1, "abc"), spec);
  }

  @Test
  void nothingYetIsEmpty() throws IOException {
    assertEquals(Inventory.EMPTY, store().load());
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Entry entry =
        new Entry(
            Owner.sync("site"),
            cgroup("64Mi"),
            cgroup("128Mi"),
            true,
            new TreeMap<>(Map.of("memory/memory.limit_in_bytes", "9223372036854771712")),
            1234);
    Inventory inventory =
        new Inventory(7, "boot", new TreeMap<>(Map.of(cgroup("1Mi").id(), entry)));
    store().save(inventory);
    assertEquals(inventory, store().load());
  }

  @Test
  void whatWasGivenUpIsOnRecordAsLongAsThereIsAny() throws IOException {
    Entry entry = new Entry(Owner.sync("site"), cgroup("1Mi"), null, false, new TreeMap<>(), 1);
    for (String memory : List.of("2Mi", "3Mi", "4Mi")) {
      Inventory inventory =
          new Inventory(7, "boot", new TreeMap<>(Map.of(cgroup("1Mi").id(), entry)));
      store().save(inventory);
      assertEquals(inventory, store().load());
      String text = Files.readString(directory.resolve("deep/inventory.json"));
      assertEquals(!entry.givenUp().isEmpty(), text.contains("givenUp"));
      entry = entry.intending(Owner.sync("site"), cgroup(memory), new TreeMap<>(), 2);
    }
    assertEquals(1, entry.givenUp().size(), "they leave the same");
  }

  @Test
  void privateToRoot() throws IOException {
    store().save(Inventory.EMPTY);
    Path file = directory.resolve("deep/inventory.json");
    assertEquals(0600, (int) Files.getAttribute(file, "unix:mode") & 07777);
    assertEquals(0700, (int) Files.getAttribute(directory.resolve("deep"), "unix:mode") & 07777);
  }

  @Test
  void everyTruncationIsDamageAndNeverEmpty() throws IOException {
    Entry entry = new Entry(Owner.applySet("a"), cgroup("64Mi"), null, false, new TreeMap<>(), 1);
    store().save(new Inventory(1, "boot", new TreeMap<>(Map.of(cgroup("1Mi").id(), entry))));
    Path file = directory.resolve("deep/inventory.json");
    byte[] whole = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      StoreException refused = assertThrows(StoreException.class, () -> store().load());
      assertTrue(String.valueOf(refused.getMessage()).contains("inventory.json"));
      assertFalse(String.valueOf(refused.getMessage()).contains("REDACTED"));
    }
  }

  @Test
  void whatCannotBeWrittenIsNamedAndTheOldOneHolds() throws IOException {
    store().save(Inventory.EMPTY);
    Files.createDirectory(directory.resolve("deep/inventory.json.new"));
    Inventory next = new Inventory(8, "boot", new TreeMap<>());
    StoreException refused = assertThrows(StoreException.class, () -> store().save(next));
    assertTrue(String.valueOf(refused.getMessage()).contains("deep/inventory.json:"));
    assertEquals(Inventory.EMPTY, store().load());
  }

  @Test
  void aNewerFormatIsLeftAlone() throws IOException {
    store().save(Inventory.EMPTY);
    Path file = directory.resolve("deep/inventory.json");
    Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
    assertThrows(StoreException.class, () -> store().load());
  }
}
