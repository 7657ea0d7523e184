package dev.reconcile.service.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.store.ValueJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /healthz} (200 or 503), {@code /status} (JSON: every Sync with its conditions) and {@code
 * /metrics}. On loopback alone: nobody is asked who they are.
 */
public final class StatusServer implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpServer server;

  private StatusServer(HttpServer server) {
    this.server = server;
  }

  /**
   * A server at work.
   *
   * @param address of the loopback interface; port 0 for any
   * @throws IOException when it is not, or is taken
   */
  public static StatusServer start(
      InetSocketAddress address, BooleanSupplier healthy, Supplier<Dict> status, Metrics metrics)
      throws IOException {
    if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
      throw new IOException(
          "refused to listen on " + address + ": expected a loopback address such as 127.0.0.1");
    }
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/healthz", exchange -> health(exchange, healthy.getAsBoolean()));
    server.createContext("/status", exchange -> status(exchange, status.get()));
    server.createContext("/metrics", exchange -> metrics(exchange, metrics));
    server.start();
    return new StatusServer(server);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static void health(HttpExchange exchange, boolean healthy) throws IOException {
    byte[] text = (healthy ? "ok\n" : "not healthy\n").getBytes(StandardCharsets.US_ASCII);
    answer(exchange, healthy ? 200 : 503, "text/plain", text);
  }

  private static void status(HttpExchange exchange, Dict status) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      ValueJson.write(json, status);
    }
    answer(exchange, 200, "application/json", out.toByteArray());
  }

  private static void metrics(HttpExchange exchange, Metrics metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", out.toByteArray());
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      boolean reads = exchange.getRequestMethod().equals("GET");
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(reads ? status : 405, reads ? body.length : -1);
      if (reads) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
