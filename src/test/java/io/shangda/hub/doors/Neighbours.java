package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.support.EvilSource;
import io.shangda.hub.support.EvilTarget;
import io.shangda.hub.support.HubProcess;
import io.shangda.hub.support.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * One packaged hub between a hundred systems that mean harm and two that do not, until each has
 * done what it can, and once more after a restart.
 */
final class Neighbours implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String TOKEN_BELOW = "token-below-c0ffee1234567890";
  private static final String TOKEN_ABOVE = "token-above-c0ffee0987654321";

  /** Answers of it are full of commands. */
  static final String FLOOD = "above-flood";

  private static final int RECORDS_OF_THE_FLOOD = 40;

  private final Path folder;
  private final Canary canary = new Canary();
  private final Marks marks = new Marks(canary.port());
  private final AtomicInteger given = new AtomicInteger(10);
  private final Lookout goodBelow = new Lookout(0, this::page);
  private final Lookout goodAbove = new Lookout(0, Neighbours::accept);
  private final Below below;
  private final Above above;
  private final Planting planting;
  private final HubProcess hub;
  private List<Visitor> visitors = List.of();

  Neighbours(Path folder) throws IOException {
    this.folder = folder;
    hub =
        new HubProcess(folder.resolve("hub"), Path.of("src/test/resources/doors/config"))
            .places(
                Map.of(
                    "127.0.0.1:18101",
                    "127.0.0.1:" + goodBelow.port(),
                    "127.0.0.1:18102",
                    "127.0.0.1:" + goodAbove.port()))
            .with("SHANGDA_SECRET_DOORS", AttackedHub.SECRET)
            .with("SHANGDA_SECRET_BELOW", TOKEN_BELOW)
            .with("SHANGDA_SECRET_ABOVE", TOKEN_ABOVE);
    Path config = hub.folder().resolve("config");
    below = new Below(config);
    above = new Above(config);
    planting = new Planting(marks, below, above);
    settle(config);
  }

  private void settle(Path config) throws IOException {
    int number = 0;
    for (EvilSource.Trick trick : EvilSource.tricks()) {
      below.add("below-" + number++, trick, "paging: {style: link, header: Link}", "good");
    }
    for (EvilSource.Trick trick : MoreTricks.all(canary)) {
      below.add("below-" + number++, trick, "paging: {style: link, header: Link}", "good");
    }
    for (EvilTarget.Trick trick : EvilTarget.Trick.values()) {
      if (trick != EvilTarget.Trick.ECHO) {
        above.add(trick);
      }
    }
    planting.below();
    planting.above();
    planting.files(config, folder.resolve("drop"));
    above.add(FLOOD, Flood::answer);
    below.add("fan", records(2), "", String.join(", ", aboveIds()));
    below.add("fan-of-the-flood", records(RECORDS_OF_THE_FLOOD), "", FLOOD);
  }

  private List<String> aboveIds() {
    return above.all().stream().map(Above.Evil::id).toList();
  }

  private static EvilSource.Trick records(int number) {
    return new EvilSource.Trick("good records", false, EvilSource.answer(List.of(), list(number)));
  }

  private static String list(int number) {
    StringBuilder page = new StringBuilder("{\"data\":[");
    for (int i = 1; i <= number; i++) {
      page.append(i == 1 ? "" : ",")
          .append("{\"id\":\"n")
          .append(i)
          .append("\",\"title\":\"good\"}");
    }
    return page.append("]}").toString();
  }

  private void page(com.sun.net.httpserver.HttpExchange exchange, String body) throws IOException {
    Lookout.answer(exchange, 200, list(given.get()));
  }

  private static void accept(com.sun.net.httpserver.HttpExchange exchange, String body)
      throws IOException {
    Lookout.answer(exchange, 200, "{\"word\":\"accepted\",\"receipt\":\"G-1\"}");
  }

  /** All have done what they can, the hub was started anew, and they have done it again. */
  Neighbours play() throws IOException {
    hub.start();
    visitors = Visitor.of(hub);
    awaitAll();
    goOn();
    hub.close();
    hub.start();
    goOn();
    awaitAll();
    return this;
  }

  /** The good source's next records reach the good target. */
  private void goOn() {
    int more = given.addAndGet(10);
    Awaitility.await("the good source's records arrive above; " + hub.folder())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> goodAbove.keys() >= more);
  }

  /** Every evil neighbour was met. */
  private void awaitAll() {
    Awaitility.await("every source was pulled; " + hub.folder())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                stream("/api/v1/sources")
                    .allMatch(
                        source -> source.has("lastEndAt") && !source.path("lastEndAt").isNull()));
    Awaitility.await("every target was sent to; " + hub.folder())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                stream("/api/v1/targets")
                    .allMatch(
                        target ->
                            target.path("acceptedAt").isTextual()
                                || target.at("/sent/dead").asLong() > 0
                                || target.path("lastError").isTextual()));
  }

  private java.util.stream.Stream<JsonNode> stream(String path) {
    return java.util.stream.StreamSupport.stream(hub.get(path).spliterator(), false);
  }

  JsonNode source(String id) {
    return hub.get("/api/v1/sources/" + id);
  }

  JsonNode target(String id) {
    return hub.get("/api/v1/targets/" + id);
  }

  HubProcess hub() {
    return hub;
  }

  RawHttp door() {
    return new RawHttp("127.0.0.1", hub.port());
  }

  List<Visitor> visitors() {
    return visitors;
  }

  Below below() {
    return below;
  }

  Above above() {
    return above;
  }

  Canary canary() {
    return canary;
  }

  Planting planting() {
    return planting;
  }

  List<String> marks() {
    return marks.all();
  }

  int given() {
    return given.get();
  }

  int takenByTheGood() {
    return goodAbove.keys();
  }

  /** Where the hub and the files dropped for it are. */
  Path folder() {
    return folder;
  }

  /** What nobody may read anywhere but in the hub's environment. */
  List<String> secrets() {
    return List.of(TOKEN_BELOW, TOKEN_ABOVE, AttackedHub.SECRET, HubProcess.PASSWORD);
  }

  @Override
  public void close() throws Exception {
    hub.close();
    below.close();
    above.close();
    goodBelow.close();
    goodAbove.close();
    canary.close();
  }
}
