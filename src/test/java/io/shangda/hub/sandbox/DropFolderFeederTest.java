package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderFeederTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Duration NEVER = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private final DropFolderFeeder feeder;

  DropFolderFeederTest(@TempDir Path folder) {
    this.folder = folder;
    this.feeder = new DropFolderFeeder(vertx, folder, NEVER, Duration.ofMillis(1));
  }

  @BeforeEach
  void start() {
    feeder.start().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    feeder.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldHandInTheFiveDocumentsAtTheStart() throws Exception {
    assertThat(names()).containsExactlyElementsOf(DropFolderFeeder.DOCUMENTS);
  }

  @Test
  void shouldPutBettingTextIntoTwoDocumentsOnly() {
    assertThat(DropFolderFeeder.DOCUMENTS)
        .filteredOn(name -> text(DropFolderFeeder.resource(name)).contains("bet"))
        .containsExactly("04-chuxiong-2017-selfcheck.txt", "05-urad-front-2017-report.txt");
  }

  @Test
  void shouldHandInASpreadsheetInGb18030() throws Exception {
    // When
    String name = feeder.next();
    // Then
    List<String> lines = Files.readAllLines(folder.resolve(name), GB18030);
    assertThat(lines).hasSizeGreaterThan(2);
    assertThat(lines.get(0)).startsWith("索引号,信息名称,发布机构");
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(11));
  }

  @Test
  void shouldHandInTheSameDocumentOnceMore() throws Exception {
    // Given
    byte[] first = Files.readAllBytes(folder.resolve(DropFolderFeeder.DOCUMENTS.get(0)));
    Files.delete(folder.resolve(DropFolderFeeder.DOCUMENTS.get(0)));
    // When
    String name = turns(2);
    // Then
    assertThat(name).isEqualTo(DropFolderFeeder.DOCUMENTS.get(0));
    assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(first);
  }

  @Test
  void shouldHandInJsonLines() throws Exception {
    String name = turns(3);
    assertThat(Files.readAllLines(folder.resolve(name)))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(new JsonObject(line).getString("identifier"))
                    .matches("[0-9]{18}/2017-[0-9]{6}"));
  }

  @Test
  void shouldCorrectADocument() throws Exception {
    // When
    String name = turns(4);
    // Then
    assertThat(name).isEqualTo(DropFolderFeeder.DOCUMENTS.get(1));
    assertThat(Files.readString(folder.resolve(name)))
        .startsWith(text(DropFolderFeeder.resource(name)))
        .contains("第1次更正");
  }

  @Test
  void shouldWriteOneFileInTwoParts() throws Exception {
    // When
    String name = turns(5);
    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readString(folder.resolve(name), GB18030))
                    .startsWith("索引号")
                    .endsWith("执行。\r\n"));
  }

  @Test
  void shouldSlipInEveryWayInTheEnd() throws Exception {
    // When
    StringBuilder all = new StringBuilder();
    for (int turn = 0; turn < 25; turn++) {
      String name = feeder.next();
      if (turn % 5 == 0) {
        all.append(Files.readString(folder.resolve(name), GB18030));
      }
    }
    // Then
    assertThat(all).contains("不予公开", ",涉密,", "综合政务\\大厅日常", "2017年02月30日", "113308810026310172/");
  }

  @Test
  void shouldGoOnWithTheNextFileWhenItsProcessIsKilled(@TempDir Path other) throws Exception {
    // Given
    Path journal = other.resolve("files.journal");
    DropFolderFeeder first = feederBy(other, journal);
    first.next();
    first.next();
    JsonObject handedOut = first.handedOut();
    deleteAll(other.resolve("drop"));
    // When: nobody stops it in order
    DropFolderFeeder second = feederBy(other, journal);
    // Then
    assertThat(other.resolve("drop")).as("nothing is handed in again").isEmptyDirectory();
    assertThat(second.handedOut()).isEqualTo(handedOut);
    assertThat(second.next()).isEqualTo("catalogue-2.jsonl");
  }

  @Test
  void shouldFinishAFileThatAKillLeftHalfWritten(@TempDir Path other) throws Exception {
    // Given
    Path journal = other.resolve("files.journal");
    DropFolderFeeder first = feederBy(other, journal, NEVER);
    String name = "";
    for (int turn = 0; turn < 5; turn++) {
      name = first.next();
    }
    assertThat(Files.readString(other.resolve("drop").resolve(name), GB18030))
        .doesNotEndWith("执行。\r\n");
    // When
    feederBy(other, journal);
    // Then
    assertThat(Files.readString(other.resolve("drop").resolve(name), GB18030))
        .startsWith("索引号")
        .endsWith("执行。\r\n");
  }

  private DropFolderFeeder feederBy(Path place, Path journal) {
    return feederBy(place, journal, Duration.ofMillis(1));
  }

  private DropFolderFeeder feederBy(Path place, Path journal, Duration writing) {
    DropFolderFeeder feeder =
        new DropFolderFeeder(vertx, place.resolve("drop"), NEVER, writing, Journal.in(journal));
    feeder.start().toCompletionStage().toCompletableFuture().join();
    return feeder;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private String turns(int count) throws IOException {
    String name = "";
    for (int i = 0; i < count; i++) {
      name = feeder.next();
    }
    return name;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
