package dev.reconcile.kernel.systemd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdHostTest {
  /** Whoever looks for our groups on a host finds both places where people look. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/service.md"})
  void documentsSayWhereOurGroupsAre(String document) throws IOException {
    String text = Files.readString(Path.of(document));
    assertTrue(text.contains("`" + SystemdHost.DELEGATED + "`"), document);
    assertTrue(text.contains("`" + SystemdHost.ROOT + "`"), document);
  }
}
