package io.shangda.hub.doors;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.doors.Faces.Face;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.support.EvilTarget.Nature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the systems below and above send, the hub between them goes on, and what they planted
 * stays a text: looked for in all it tells, keeps and logs, once it has stopped.
 */
@Tag("doors")
class NeighboursIT {
  private static final String SOURCES = "3 evil sources";
  private static final String TARGETS = "4 evil targets";
  private static final String MARKS = "5 planted marks";

  /** Bytes that a source may get rid of in one answer, buffers of the system included. */
  private static final long MOST_SENT = 24L << 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Neighbours world;
  private static List<Face> faces;
  private static final Map<String, JsonNode> STATES = new LinkedHashMap<>();

  @BeforeAll
  static void play() throws IOException {
    world = new Neighbours(folder);
    world.play();
    faces = Faces.of(world);
    world.below().all().forEach(evil -> STATES.put(evil.id(), world.source(evil.id())));
    world.above().all().forEach(evil -> STATES.put(evil.id(), world.target(evil.id())));
    STATES.put(Neighbours.FLOOD, world.target(Neighbours.FLOOD));
    world.hub().close();
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
    System.out.println(AttackTable.text());
  }

  @Test
  void shouldPullWithinLimitsAndTellOfWhatCanBeNoPage() {
    Attacks attacks = new Attacks(SOURCES, "tricks of a source: told or read, within limits");
    for (Below.Evil evil : world.below().all()) {
      JsonNode state = STATES.get(evil.id());
      String error = state.path("lastError").asText("");
      boolean told = !evil.refused() || !state.path("lastError").isNull();
      boolean oneLine = error.equals(ForeignText.oneLine(error, 3000));
      int answers = Math.max(1, evil.source().asked().size());
      boolean little = evil.source().sent() / answers < MOST_SENT;
      boolean quiet =
          evil.source().asked().stream().noneMatch(head -> head.contains("Shangda-Time"));
      attacks.note(
          told && oneLine && little && quiet,
          evil.id() + ": " + evil.trick(),
          evil.source().sent() + " bytes in " + answers + " answers; " + state);
    }
    attacks.end();
  }

  @Test
  void shouldGoNowhereThatASourceSendsIt() {
    Attacks attacks = new Attacks(SOURCES, "redirects, next pages and orders that lead elsewhere");
    List<String> visits = world.canary().visits();
    for (Below.Evil evil : world.below().all()) {
      if (evil.trick().matches("[0-9]{3} to .*|a next page .*|headers that .*|.*elsewhere")) {
        attacks.note(visits.isEmpty(), evil.id() + ": " + evil.trick(), (Object) visits);
      }
    }
    attacks.end();
  }

  @Test
  void shouldDeliverWhatTheGoodSourceHasBesidesAllOthersAndAfterARestart() {
    Attacks attacks =
        new Attacks(SOURCES, "records of the good source, before and after a restart");
    for (int i = 0; i < world.given(); i++) {
      attacks.note(i < world.takenByTheGood(), "record " + i, world.takenByTheGood() + " taken");
    }
    attacks.end();
  }

  @Test
  void shouldTakeNothingForDeliveredThatATargetDidNotSay() {
    Attacks attacks = new Attacks(TARGETS, "tricks of a target: read as what they are, and told");
    for (Above.Evil evil : world.above().all()) {
      JsonNode state = STATES.get(evil.id());
      long delivered = state.at("/sent/delivered").asLong();
      String error = state.path("lastError").asText("");
      boolean odd = evil.trick().nature() == Nature.ODD;
      boolean held =
          odd
              ? delivered + state.at("/sent/dead").asLong() > 0 || !error.isEmpty()
              : delivered == 0 && !error.isEmpty();
      attacks.note(
          held
              && error.equals(ForeignText.oneLine(error, 3000))
              && state.at("/sent/balanced").asBoolean(),
          evil.id(),
          state);
    }
    attacks.end();
  }

  @Test
  void shouldObeyNoFloodOfCommandsAndDeliverAllTheSame() {
    Attacks attacks = new Attacks(TARGETS, "answers with a thousand commands each");
    long written = 0;
    for (Face face : faces) {
      if (face.asked().startsWith("admin: GET /api/v1/audit/events")) {
        written += face.answer().body().split("\"type-commanded\"", -1).length - 1;
      }
    }
    JsonNode state = STATES.get(Neighbours.FLOOD);
    boolean delivered = state.at("/sent/delivered").asLong() == state.at("/sent/planned").asLong();
    // twenty a minute and target, in the minutes that this took
    boolean few = written > 0 && written < 200;
    for (int i = 0; i < Flood.answers(); i++) {
      attacks.note(few && delivered, "answer " + i, written + " obeyed; " + state);
    }
    attacks.end();
  }

  @Test
  void shouldTellWhatWasPlantedAsTextAndNoSecretInAnyFace() throws IOException {
    Attacks attacks = new Attacks(MARKS, "answers of every face to every role");
    Search search = new Search(world.secrets());
    for (Face face : faces) {
      String type = face.answer().headers().getOrDefault("content-type", "");
      List<String> faults = search.faultsOfAnswer(type, face.answer().body());
      if (face.answer().status() >= 500 && !face.asked().contains("/q/health")) {
        faults.add("status " + face.answer().status());
      }
      if (!"nosniff".equals(face.answer().headers().get("x-content-type-options"))) {
        faults.add("a browser may take it for something else");
      }
      attacks.note(faults.isEmpty(), face.asked(), (Object) faults);
    }
    attacks.end();
  }

  @Test
  void shouldLogWhatWasPlantedInLinesOfItsOwn() throws IOException {
    Attacks attacks = new Attacks(MARKS, "lines of the log");
    Search search = new Search(world.secrets());
    String log =
        new String(
            Files.readAllBytes(world.hub().folder().resolve("hub.log")), StandardCharsets.UTF_8);
    for (String line : log.split("\n")) {
      List<String> faults = search.faultsOfLine(line);
      attacks.note(
          faults.isEmpty(), line.substring(0, Math.min(line.length(), 200)), (Object) faults);
    }
    attacks.end();
  }

  @Test
  void shouldKeepNoSecretInAnyFileOrRow() throws Exception {
    Attacks attacks = new Attacks(MARKS, "files, and columns of the database");
    List<String> secrets = new ArrayList<>(world.secrets());
    world.visitors().stream()
        .map(visitor -> visitor.header().replace("Authorization: Bearer ", ""))
        .filter(token -> token.startsWith("shangda_"))
        .forEach(secrets::add);
    Search search = new Search(secrets);
    Path data = world.hub().folder().resolve("data");
    for (Path file : LeftBehind.files(world.hub().folder())) {
      List<String> faults = search.faults(LeftBehind.text(Files.readAllBytes(file)));
      attacks.note(faults.isEmpty(), file.toString(), (Object) faults);
    }
    Map<String, List<String>> columns = new TreeMap<>();
    LeftBehind.rows(
        data,
        (column, value) ->
            columns
                .computeIfAbsent(column, name -> new ArrayList<>())
                .addAll(search.faults(value)));
    columns.forEach((column, faults) -> attacks.note(faults.isEmpty(), column, (Object) faults));
    attacks.end();
  }

  @Test
  void shouldMakeNoFileWhereAMarkSaysAndRunNothing() throws IOException {
    Attacks attacks = new Attacks(MARKS, "marks planted that would be done");
    List<String> done = new ArrayList<>(world.canary().visits());
    Path drop = world.folder().resolve("drop");
    for (Path place : List.of(world.folder(), Path.of("").toAbsolutePath(), Path.of("/"))) {
      try (var files = Files.walk(place, place.equals(world.folder()) ? 20 : 1)) {
        files
            .filter(file -> file.getFileName() != null && !file.startsWith(drop))
            .filter(file -> file.getFileName().toString().startsWith("sprung"))
            .forEach(file -> done.add(file.toString()));
      }
    }
    for (int i = 0; i < world.planting().planted(); i++) {
      attacks.note(done.isEmpty(), "mark " + i, (Object) done);
    }
    attacks.end();
  }
}
