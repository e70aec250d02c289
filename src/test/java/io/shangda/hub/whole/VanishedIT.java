package io.shangda.hub.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shangda.hub.support.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub as it is shipped, killed while it reads a list from which records are withdrawn. */
class VanishedIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final AtomicInteger wholeLists = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile List<String> listed = List.of("1", "2", "3", "4", "5");
  private volatile boolean held;
  private HttpServer below;
  private HttpServer above;

  @BeforeEach
  void start() throws IOException {
    below = server("/list", this::page);
    above = server("/records", this::take);
  }

  @AfterEach
  void stop() {
    released.countDown();
    below.stop(0);
    above.stop(0);
    threads.shutdownNow();
  }

  private interface Answer {
    String to(HttpExchange exchange) throws IOException;
  }

  private HttpServer server(String path, Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            byte[] body = answer.to(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }

  /** Two records a page; the second page is held back while {@link #held}. */
  private String page(HttpExchange exchange) {
    int page =
        Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*page=(\\d+).*", "$1"));
    if (page == 2 && held) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<String> now = listed;
    String records =
        now.stream()
            .skip((page - 1) * 2L)
            .limit(2)
            .map(id -> "{\"id\":\"" + id + "\",\"title\":\"第" + id + "号\"}")
            .collect(Collectors.joining(","));
    if (page * 2 >= now.size()) {
      wholeLists.incrementAndGet();
    }
    return "{\"data\":[" + records + "],\"total\":" + now.size() + "}";
  }

  private String take(HttpExchange exchange) throws IOException {
    JsonNode push = JSON.readTree(exchange.getRequestBody());
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray("results");
    for (JsonNode one : push.has("records") ? push.path("records") : List.of(push)) {
      arrived.add(one.path("operation").asText() + " " + one.path("key").asText());
      results
          .addObject()
          .put("key", one.path("idempotencyKey").asText())
          .put("word", "accepted")
          .put("receipt", "R-" + arrived.size());
    }
    return answer.toString();
  }

  private void configure(HubProcess hub) throws IOException {
    write(
        hub,
        "sources/lower.yaml",
        """
        id: lower
        title: 下级清单
        region: "330881"
        publisher: "113308810026310171"
        connector: pull-http-json
        options:
          url: http://127.0.0.1:%d/list
          records: /data
          paging: {style: page, size: 2, total: /total}
        schedule: {every: 1s}
        types:
          - type: notice
            key: /id
            deletes: {by: absence, grace: {snapshots: 1, time: 0s}, brake: {share: 50%%, count: 2}}
            mapping: vanished/notice.jslt
            schema: notice.schema.json
            targets: [upper]
        """
            .formatted(below.getAddress().getPort()));
    write(
        hub,
        "targets/upper.yaml",
        """
        id: upper
        title: 上级平台
        connector: push-http
        options:
          url: http://127.0.0.1:%d/records
        types:
          notice: {schema-version: "1"}
        """
            .formatted(above.getAddress().getPort()));
    write(hub, "mappings/vanished/notice.jslt", "{\"id\": .id, \"title\": .title}\n");
    write(hub, "schemas/notice.schema.json", "{\"type\": \"object\", \"required\": [\"title\"]}\n");
  }

  private static void write(HubProcess hub, String path, String text) throws IOException {
    Path file = hub.folder().resolve("config").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void shouldWithdrawNothingForAListInWhoseMiddleItWasKilled() throws Exception {
    try (HubProcess hub = new HubProcess(Files.createDirectory(folder.resolve("hub")))) {
      configure(hub);
      hub.start();
      soon().until(() -> arrived.size() == 5);
      held = true;
      assertThat(reached.await(2, TimeUnit.MINUTES)).isTrue();

      hub.kill();
      held = false;
      released.countDown();
      hub.start();

      int before = wholeLists.get();
      soon().until(() -> wholeLists.get() >= before + 3);
      assertThat(arrived).as("the first page was missing from the run that went on").hasSize(5);
      listed = List.of("2", "3", "4", "5");
      soon().until(() -> arrived.contains("withdraw 1"));
      listed = List.of("1", "2", "3", "4", "5");
      soon().until(() -> arrived.stream().filter("insert 1"::equals).count() == 2);
      assertThat(arrived).hasSize(7);
      assertThat(hub.get("/api/v1/ledger").at("/balanced").asBoolean()).isTrue();
    }
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
  }
}
