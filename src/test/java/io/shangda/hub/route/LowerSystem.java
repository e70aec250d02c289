package io.shangda.hub.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.source.Sources;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A real HTTP server in the place of a lower system; remembers what it was asked. */
final class LowerSystem implements AutoCloseable {
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** A request as it came over the wire. */
  record Asked(String path, String query, com.sun.net.httpserver.Headers headers) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  LowerSystem(Answer answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          asked.add(
              new Asked(
                  exchange.getRequestURI().getRawPath(),
                  query == null ? "" : query,
                  exchange.getRequestHeaders()));
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
    bytes(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** As a source of pull-http-json; without a time limit of its own it has five minutes. */
  SourceConfig source(String path, String options) {
    String records = options.contains("records:") ? "" : "records: /data\n";
    String limit = options.contains("time-limit:") ? "" : "time-limit: 5m\n";
    return Sources.of("pull-http-json", "url: " + url(path) + "\n" + records + limit + options);
  }

  /** Holds an answer back. */
  static boolean await(CountDownLatch latch, Duration time) throws IOException {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
