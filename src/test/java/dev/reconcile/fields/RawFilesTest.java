package dev.reconcile.fields;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu.weight.nice", "io.prio.class", "cpuset.memory_migrate"})
  void takesWhatHasNoField(String file) {
    assertNull(RawFiles.refusal(file));
  }

  @ParameterizedTest
  @CsvSource({
    "'', expected the name",
    "../cgroup.procs, expected the name",
    "a/b, expected the name",
    "., expected the name",
    "'a b', expected the name",
    "cgroup.procs, who is in",
    "tasks, who is in",
    "release_agent, release agent",
    "notify_on_release, calls a release agent",
    "cgroup.clone_children, the fields of cpuset",
    "cgroup.sane_behavior, the kernel sets it",
    "cgroup.kill, read it back",
    "devices.allow, read it back",
    "memory.current, the kernel sets it",
    "cgroup.events, the kernel sets it",
    "cpuacct.usage_percpu, the kernel sets it",
    "memory.max, use memory.max",
    "memory.limit_in_bytes, use memory.max",
    "cpu.shares, use cpu.weight"
  })
  void saysWhyNot(String file, String part) {
    String refusal = RawFiles.refusal(file);
    assertNotNull(refusal);
    assertTrue(refusal.contains(part), refusal);
  }
}
