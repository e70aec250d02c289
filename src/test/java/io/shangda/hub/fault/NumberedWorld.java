package io.shangda.hub.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The systems below and the platform above in a process of their own, which may be killed too: what
 * they gave and took is written down before it is said.
 *
 * <p>The first port is that of the sources and of the person who stages faults, the second that of
 * the platform.
 */
final class NumberedWorld {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How the platform behaves for the next requests. */
  private record Mode(String name, int seconds, int times) {
    static final Mode GOOD = new Mode("good", 0, 0);
  }

  private final Map<String, NumberedSource> sources = new LinkedHashMap<>();
  private final CountingTarget target = new CountingTarget();
  private final OutputStream journal;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private Mode mode = Mode.GOOD;
  private int each;

  private NumberedWorld(Path folder) throws IOException {
    for (String name : new String[] {"s1", "s2", "s3"}) {
      sources.put(name, new NumberedSource(name));
    }
    Path file = folder.resolve("world.journal");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        recall(line);
      }
    }
    journal = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void recall(String line) {
    JsonNode note;
    try {
      note = JSON.readTree(line);
    } catch (IOException e) {
      return; // cut off by the kill, so nobody was told of it
    }
    if (note.has("take")) {
      target.take(note.path("take"));
    } else if (note.has("change")) {
      sources.get(note.path("source").asText()).add((ObjectNode) note.path("change"));
    } else {
      sources.get(note.path("source").asText()).handedOutUpTo(note.path("upTo").asInt());
    }
  }

  private void note(ObjectNode note) throws IOException {
    journal.write((note + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void make(int changes) throws IOException {
    for (NumberedSource source : sources.values()) {
      for (int i = 0; i < changes; i++) {
        ObjectNode change = source.change();
        note(JSON.createObjectNode().put("source", source.name()).set("change", change));
      }
    }
  }

  private void flow() {
    try {
      make(each);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void below(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    String path = exchange.getRequestURI().getPath().substring(1);
    switch (path) {
      case "make" -> {
        make(Integer.parseInt(query.get("changes")));
        answer(exchange, 200, "");
      }
      case "flow" -> {
        each = Integer.parseInt(query.get("changes"));
        answer(exchange, 200, "");
      }
      case "mode" -> {
        synchronized (this) {
          mode =
              new Mode(
                  query.get("name"),
                  Integer.parseInt(query.get("seconds")),
                  Integer.parseInt(query.get("times")));
        }
        answer(exchange, 200, "");
      }
      case "rate" -> {
        synchronized (this) {
          target.forgetRate();
        }
        answer(exchange, 200, "");
      }
      case "books" -> answer(exchange, 200, books());
      default -> answer(exchange, 200, page(path, query));
    }
  }

  private synchronized String page(String source, Map<String, String> query) throws IOException {
    NumberedSource from = sources.get(source);
    int before = from.handedOut();
    ObjectNode page =
        from.page(
            Integer.parseInt(query.getOrDefault("after", "0")),
            Integer.parseInt(query.getOrDefault("limit", "40")));
    if (from.handedOut() > before) {
      note(JSON.createObjectNode().put("source", source).put("upTo", from.handedOut()));
    }
    return page.toString();
  }

  private synchronized String books() {
    ObjectNode books = JSON.createObjectNode();
    ObjectNode below = books.putObject("below");
    sources.forEach((name, source) -> below.set(name, source.book()));
    books.set("above", target.book());
    return books.put("mode", mode.name()).toString();
  }

  private void above(HttpExchange exchange) throws IOException {
    long came = System.nanoTime(); // before it waits for others to be written down
    byte[] body = exchange.getRequestBody().readAllBytes();
    Mode now = arrived(came);
    switch (now.name()) {
      case "unavailable", "busy" -> {
        exchange.getResponseHeaders().add("Retry-After", Integer.toString(now.seconds()));
        answer(exchange, now.name().equals("busy") ? 429 : 503, "{\"title\":\"稍后再试\"}");
      }
      case "failing" -> answer(exchange, 500, "{\"title\":\"内部错误\"}");
      case "page" -> answer(exchange, 200, "<html><body>系统维护中</body></html>");
      case "reset" -> exchange.close();
      case "lost" -> {
        take(body);
        exchange.close();
      }
      case "silent" -> take(body); // and says nothing, ever
      case "later" -> answer(exchange, 200, later(JSON.readTree(body)));
      case "partial" -> answer(exchange, 200, half(take(body)));
      case "drip" -> drip(exchange, take(body).toString(), now.seconds());
      default -> answer(exchange, 200, take(body).toString());
    }
  }

  private synchronized void held(HttpExchange exchange) throws IOException {
    answer(exchange, 200, target.held().toString());
  }

  private synchronized Mode arrived(long came) {
    target.arrived(came);
    Mode now = mode;
    if (now.times() == 1) {
      mode = Mode.GOOD;
    } else if (now.times() > 1) {
      mode = new Mode(now.name(), now.seconds(), now.times() - 1);
    }
    if (now.name().equals("unavailable") || now.name().equals("busy")) {
      target.askedToWait(now.seconds());
    }
    return now;
  }

  private synchronized ObjectNode take(byte[] body) throws IOException {
    ObjectNode answer = target.judge(JSON.readTree(body));
    for (JsonNode taken : answer.remove("taken")) {
      note(JSON.createObjectNode().set("take", taken));
    }
    return answer;
  }

  /** Takes nothing, with a 200. */
  private static String later(JsonNode push) {
    ObjectNode answer = JSON.createObjectNode();
    JsonNode records = push.path("records");
    for (JsonNode one : records.isMissingNode() ? List.of(push) : records) {
      answer
          .withArray("results")
          .addObject()
          .put("key", one.path("idempotencyKey").asText())
          .put("word", "later")
          .put("message", "系统繁忙");
    }
    return answer.toString();
  }

  private static String half(ObjectNode answer) {
    for (int rest = answer.path("results").size() / 2; rest > 0; rest--) {
      answer.withArray("results").remove(0);
    }
    return answer.toString();
  }

  /** A few bytes a second, for longer than anybody waits. */
  private void drip(HttpExchange exchange, String text, int seconds) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    int step = Math.max(1, bytes.length / (seconds * 10));
    dripOn(exchange, bytes, 0, step);
  }

  private void dripOn(HttpExchange exchange, byte[] bytes, int from, int step) {
    try {
      int to = Math.min(bytes.length, from + step);
      exchange.getResponseBody().write(bytes, from, to - from);
      exchange.getResponseBody().flush();
      if (to == bytes.length) {
        exchange.close();
      } else {
        clock.schedule(() -> dripOn(exchange, bytes, to, step), 100, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      exchange.close(); // the other side has had enough
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> values = new HashMap<>();
    String query = exchange.getRequestURI().getQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return values;
  }

  /** The process: its folder, the port below, the port above. */
  public static void main(String[] arguments) throws IOException {
    NumberedWorld world = new NumberedWorld(Path.of(arguments[0]));
    world.clock.scheduleWithFixedDelay(world::flow, 200, 200, TimeUnit.MILLISECONDS);
    HttpServer below = server(arguments[1]);
    below.createContext("/", world::below);
    below.start();
    HttpServer above = server(arguments[2]);
    above.createContext("/records", world::above);
    above.createContext("/held", world::held);
    above.start();
  }

  private static HttpServer server(String port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)), 256);
    server.setExecutor(Executors.newCachedThreadPool());
    return server;
  }
}
