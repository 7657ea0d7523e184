package dev.reconcile.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarksTest {
  private static final Map<String, String> ALL =
      Map.of(
          Marks.OBJECT, "container/web",
          Marks.STATE_DIR, "/var/lib/with a space",
          Marks.OWNER, "applyset/default",
          Marks.DIGEST, "sha256:1");

  @Test
  void theFirstDirectoryBearsAllAndTheOthersWhatItIsAndWhose() {
    String object = "container/web /var/lib/with a space";
    assertEquals(
        Map.of("object", object, "owner", "applyset/default", "digest", "sha256:1"),
        Marks.attributes(ALL, true));
    assertEquals(Map.of("object", object), Marks.attributes(ALL, false));
  }

  @Test
  void readsBackWhatItSays() {
    assertEquals(ALL, Marks.of(Marks.attributes(ALL, true)));
    Map<String, String> bare = Map.of(Marks.OBJECT, "cgroup/web");
    assertEquals(bare, Marks.of(Marks.attributes(bare, false)));
  }

  @Test
  void readsWhatWasTwoAttributes() {
    Map<String, String> two = Map.of("object", "root", "statedir", "/var/lib/reconcile");
    assertEquals(two, Marks.of(two));
  }
}
