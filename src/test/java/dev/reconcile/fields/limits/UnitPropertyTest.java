package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitPropertyTest {
  private static List<String> assignments(String file, String kernel) {
    UnitProperty property = LimitTable.property(2, file);
    assertNotNull(property, file);
    return property.assignments(kernel);
  }

  @Test
  void bytesAreDecimalAndUnlimitedIsInfinity() {
    assertEquals(List.of("MemoryMax=268435456"), assignments("memory.max", "268435456"));
    assertEquals(List.of("MemoryMax=infinity"), assignments("memory.max", "max"));
    assertEquals(List.of("TasksMax=infinity"), assignments("pids.max", "max"));
  }

  @Test
  void listsAndWeightsAreAsTheKernelHasThem() {
    assertEquals(List.of("AllowedCPUs=0-1,4"), assignments("cpuset.cpus", "0-1,4"));
    assertEquals(List.of("AllowedCPUs="), assignments("cpuset.cpus", ""));
    assertEquals(List.of("CPUWeight=100"), assignments("cpu.weight", "100"));
    assertEquals(List.of("IOWeight=100"), assignments("io.weight", "default 100"));
  }

  @Test
  void aQuotaIsInPercentOfOneProcessor() {
    assertEquals(
        List.of("CPUQuota=150%", "CPUQuotaPeriodSec=100000us"),
        assignments("cpu.max", "150000 100000"));
    assertEquals(
        List.of("CPUQuota=", "CPUQuotaPeriodSec=50000us"), assignments("cpu.max", "max 50000"));
  }

  @Test
  void aQuotaThatADropInWouldRoundIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> assignments("cpu.max", "33300 100000"));
    assertTrue(String.valueOf(refused.getMessage()).contains("multiple of 10m"));
  }

  @Test
  void whatSystemdDoesNotKnowHasNoProperty() {
    assertNull(LimitTable.property(2, "memory.oom.group"));
    assertNull(LimitTable.property(2, "memory.swap.high"));
    assertNull(LimitTable.property(1, "memory.limit_in_bytes"));
    assertNull(LimitTable.property(2, "no.such.file"));
  }
}
