package dev.reconcile.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.sync.PassResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final AtomicBoolean healthy = new AtomicBoolean(true);
  private final Metrics metrics = new Metrics();

  private StatusServer start() throws IOException {
    Dict status = Dict.EMPTY.with("syncs", Dict.EMPTY.with("shop", new Text("fine")));
    return StatusServer.start(ANY_PORT, healthy::get, () -> status, metrics);
  }

  private static HttpResponse<String> get(StatusServer server, String path, String method)
      throws Exception {
    URI uri = URI.create("http://localhost:" + server.address().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void healthIsTold() throws Exception {
    try (StatusServer server = start()) {
      assertEquals(200, get(server, "/healthz", "GET").statusCode());
      healthy.set(false);
      assertEquals(503, get(server, "/healthz", "GET").statusCode());
    }
  }

  @Test
  void statusIsJson() throws Exception {
    try (StatusServer server = start()) {
      assertEquals("{\"syncs\":{\"shop\":\"fine\"}}", get(server, "/status", "GET").body());
    }
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    try (StatusServer server = start()) {
      metrics.pass("shop", new PassResult.Applied("r1", 2), Duration.ofMillis(1500), true);
      metrics.healed("shop", 3);
      String text = get(server, "/metrics", "GET").body();
      assertTrue(
          text.contains("reconcile_sync_passes_total{result=\"applied\",sync=\"shop\"} 1.0"), text);
      assertTrue(text.contains("reconcile_sync_pass_seconds_total{sync=\"shop\"} 1.5"), text);
      assertTrue(text.contains("reconcile_sync_ready{sync=\"shop\"} 1.0"), text);
      assertTrue(text.contains("reconcile_healed_objects_total{sync=\"shop\"} 3.0"), text);
    }
  }

  @Test
  void nothingCanBeSent() throws Exception {
    try (StatusServer server = start()) {
      assertEquals(405, get(server, "/status", "POST").statusCode());
    }
  }

  @Test
  void onlyLoopbackIsListenedOn() {
    assertThrows(
        IOException.class,
        () ->
            StatusServer.start(
                new InetSocketAddress("0.0.0.0", 0), () -> true, () -> Dict.EMPTY, metrics));
  }
}
