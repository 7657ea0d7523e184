package dev.reconcile.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FieldTableTest {
  @ParameterizedTest
  @CsvSource({
    "CONTAINER, mounts[].target,                mounts[].target",
    "CONTAINER, mounts[/data].readOnly,         mounts[].readOnly",
    "CONTAINER, mounts[/a/b.c].readOnly,          mounts[].readOnly",
    "CONTAINER, mounts[0],                      mounts",
    "CONTAINER, process.env.PATH,               process.env",
    "CONTAINER, process.env.a.b[c],             process.env",
    "CONTAINER, resources.raw.memory.oom.group, resources.raw",
    "CONTAINER, resources.memory.max,           resources.memory.max",
    "CONTAINER, rootfs.layers[1].directory,     rootfs.layers[].directory",
    "CGROUP,    memory.max,                     memory.max",
    "CGROUP,    hugetlb.2Mi.max,                hugetlb.*.max",
    "CGROUP,    io.max[254:0].rbps,             io.max[].rbps",
    "SYNC,      git.ref.branch,                 git.ref.branch",
    "NETWORK,   bridge,                         bridge"
  })
  void findsTheRowOfAValue(Kind kind, String path, String row) {
    Field field = FieldTable.find(kind, path);
    assertNotNull(field);
    assertEquals(row, field.path());
  }

  @ParameterizedTest
  @CsvSource({
    "CONTAINER, mount",
    "CONTAINER, mounts[0].x",
    "CONTAINER, a.b",
    "SYNC, ''",
    "CGROUP, ."
  })
  void knowsNothingElse(Kind kind, String path) {
    assertNull(FieldTable.find(kind, path));
  }

  @ParameterizedTest
  @CsvSource({
    "resources.memory.max, LIVE", "hostname, LIVE", "process.rlimits[NOFILE].soft, LIVE",
    "restart.policy, LIVE", "stop.signal, LIVE", "process.args, RECREATE",
    "mounts[/data].source, RECREATE", "rootfs.layers[0].directory, RECREATE"
  })
  void saysWhatAChangeCosts(String path, Mutability mutability) {
    Field field = FieldTable.find(Kind.CONTAINER, path);
    assertNotNull(field);
    assertEquals(mutability, field.mutability());
  }

  @Test
  void listsChildrenInTheOrderOfTheContract() {
    assertEquals(
        List.of("stop.signal", "stop.gracePeriod"),
        FieldTable.children(Kind.CONTAINER, "stop").stream().map(Field::path).toList());
    assertEquals(
        List.of("dependsOn[].name", "dependsOn[].condition"),
        FieldTable.children(Kind.CONTAINER, "dependsOn").stream().map(Field::path).toList());
    assertEquals(List.of(), FieldTable.children(Kind.CONTAINER, "nowhere"));
    assertEquals("rootfs", FieldTable.children(Kind.CONTAINER, "").getFirst().path());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyRowIsWhole(Kind kind) {
    assertTrue(FieldTable.fields(kind).size() > 3);
    for (Field field : FieldTable.fields(kind)) {
      assertTrue(field.doc().endsWith("."), field.path());
      assertEquals(field, FieldTable.find(kind, field.path()));
      String text = field.defaultText();
      if (text != null && field.type() instanceof FieldType.Scalar scalar) {
        assertEquals(text, Value.scalar(Scalars.canonical(scalar, text)), field.path());
      }
      if (field.mergeKey() != null) {
        assertNotNull(FieldTable.find(kind, field.path() + "[]." + field.mergeKey()), field.path());
      }
    }
  }

  @Test
  void whatIsBelowAnUnsupportedFieldIsUnsupported() {
    for (Field field : FieldTable.fields(Kind.CONTAINER)) {
      if (!field.supported()) {
        FieldTable.children(Kind.CONTAINER, field.path())
            .forEach(child -> assertTrue(!child.supported(), child.path()));
      }
    }
  }
}
