package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconcile.testing.RealKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a manifest to a running container. */
@RealKernel
final class FirstApplyE2eTest {
  private final Sandbox sandbox = new Sandbox();
  private String mountsBefore = "";

  @BeforeEach
  void apply() {
    mountsBefore = Host.mountTable();
    Path file = sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));

    sandbox
        .apply(file)
        .exits(0)
        .says("rootfs/base created")
        .says("cgroup/app created")
        .says("container/web created")
        .says("3 created");
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void getShowsItRunning() {
    JsonNode web = sandbox.get("container", "web");

    assertEquals("reconcile.dev/v1", web.at("/apiVersion").asText());
    assertEquals("Container", web.at("/kind").asText());
    assertEquals("web", web.at("/metadata/name").asText());
    assertEquals("base", web.at("/spec/rootfs").asText());
    assertEquals("Running", web.at("/status/phase").asText());
    assertTrue(web.at("/status/ready").asBoolean());
    assertEquals(0, web.at("/status/restarts").asInt());
    assertEquals(sandbox.cgroup("app/web"), web.at("/status/cgroup").asText());
    assertEquals("applyset/default", web.at("/status/owner").asText());
    assertEquals("unconfined", web.at("/status/seccomp").asText());
    assertTrue(web.at("/status/source").asText().endsWith("web.yaml:13"), web::toString);
  }

  @Test
  void namespacesInTheStatusAreThoseOfTheProcess() throws Exception {
    JsonNode web = sandbox.get("container", "web");

    for (String type : new String[] {"cgroup", "ipc", "mnt", "net", "pid", "uts"}) {
      Path link = Path.of("/proc/" + web.at("/status/pid").asInt() + "/ns/" + type);
      String inode = Files.readSymbolicLink(link).toString();
      assertEquals(inode, type + ":[" + web.at("/status/namespaces/" + type).asLong() + "]");
    }
  }

  @Test
  void differsFromUsInSixNamespaces() {
    var ours = Host.namespaces("self");
    var its = Host.namespaces(Integer.toString(sandbox.pid("web")));

    ours.forEach((type, inode) -> assertNotEquals(inode, its.get(type), type));
  }

  @Test
  void cgroupfsHasTheLimit() {
    assertEquals("67108864", Host.read(Host.memoryLimit(sandbox.cgroup("app"))).strip());
    assertEquals("64Mi", sandbox.get("cgroup", "app").at("/status/values/memory.max").asText());
  }

  @Test
  void theProcessIsInItsLeafInEveryHierarchy() {
    String web = Host.read(Path.of("/proc/" + sandbox.pid("web") + "/cgroup"));

    for (Path hierarchy : Host.hierarchies()) {
      assertTrue(
          Host.readIfThere(Path.of(hierarchy + sandbox.cgroup("app/web") + "/cgroup.procs"))
              .lines()
              .anyMatch(Integer.toString(sandbox.pid("web"))::equals),
          hierarchy + " " + web);
    }
  }

  @Test
  void theHostsMountTableIsByteEqual() {
    assertEquals(mountsBefore, Host.mountTable());
  }

  @Test
  void getOfAnythingElseIsNotFound() {
    sandbox.reconcile("get", "container", "wob").exits(1).complains("container/wob: not found");
    sandbox.reconcile("get", "Containers", "web").exits(0).shows("Running");
    sandbox.reconcile("get", "contaner").exits(2).complains("did you mean 'container'?");
  }
}
