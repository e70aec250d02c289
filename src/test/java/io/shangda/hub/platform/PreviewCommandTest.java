package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shangda.hub.operate.Commands;
import io.shangda.hub.support.HubProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over real parts: the shipped connectors, an HTTP server, a drop folder. */
class PreviewCommandTest {
  private static final String GOOD = "{\"id\": \"A-1\", \"name\": \"衢州\", \"state\": \"1\"}";
  private static final String BAD = "{\"id\": \"A-2\", \"state\": \"9\"}";

  private final Path folder;
  private final HttpServer agency;
  private volatile String page = "[" + GOOD + "]";
  private volatile int status = 200;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  PreviewCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.agency = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void anAgencyAndItsConfiguration() throws IOException {
    agency.createContext(
        "/",
        exchange -> {
          byte[] body = page.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agency.start();
    HubProcess.copy(Path.of("routes"), folder.resolve("routes"));
    write("config/mappings/a.jslt", "{\"id\": .id, \"name\": .name, \"state\": .state}");
    write(
        "config/schemas/a.schema.json",
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
         "required": ["id", "name"],
         "properties": {"id": {"type": "string"}, "name": {"type": "string", "title": "名称"},
                        "state": {"enum": ["1", "2"], "title": "状态"}}}
        """);
    write(
        "config/targets/province.yaml",
        """
        id: province
        title: 省平台
        connector: push-http
        options: {url: "http://127.0.0.1:1/records"}
        types:
          case: {schema-version: "1"}
        """);
    source("");
  }

  @AfterEach
  void stop() {
    agency.stop(0);
  }

  @Test
  void shouldShowTheProvincialRecordAndExitWith0IfAllIsGood() {
    assertThat(run("preview", "agency")).isEqualTo(0);

    assertThat(text())
        .contains("case A-1  planned for province", "\"name\" : \"衢州\"")
        .contains("1 records: 1 would be planned, 0 held, 0 rejected")
        .contains("Nothing was stored, sent or moved.");
  }

  @Test
  void shouldShowEveryErrorWithFieldRuleValueAndBothHintsAndExitWith1() {
    page = "[" + GOOD + "," + BAD + "]";

    assertThat(run("preview", "agency")).isEqualTo(1);

    assertThat(text())
        .contains("case A-2  rejected")
        .containsPattern("reject schema/enum at /state: '9'\n {4}状态.*应为.*\n {4}state.*must be")
        .contains("reject schema/required at /name: ''");
  }

  @Test
  void shouldSayThatThereIsNoDatabaseToCompareWithAndMakeNone() {
    run("preview", "agency");

    assertThat(text()).contains("Not compared with what is stored: there is no database yet");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void shouldSayThatARunningHubHoldsTheDatabase() throws IOException {
    hub().openToWrite().close();

    try (HeldDatabase held = new HeldDatabase(folder)) {
      assertThat(held.isHeld()).isTrue();
      assertThat(run("preview", "agency")).isEqualTo(0);
    }
    assertThat(text())
        .contains("Not compared with what is stored: a running hub holds the embedded database");
  }

  @Test
  void shouldShowWhatDiffersFromTheNewestVersionKnown() {
    try (var opening = (io.shangda.hub.operate.Surroundings.Opening.Open) hub().openToWrite()) {
      stored(opening.database());
    }

    assertThat(run("preview", "agency")).isEqualTo(0);

    assertThat(text())
        .contains("against version 3 (planned):\n    /name: \"江山\" → \"衢州\"\n")
        .doesNotContain("/state:");
  }

  @Test
  void shouldReadASampleInsteadOfTheSource() throws IOException {
    status = 500;
    write("sample.json", "[" + BAD + "]");

    assertThat(run("preview", "agency", "--sample", folder.resolve("sample.json").toString()))
        .isEqualTo(1);
    assertThat(text()).contains("sample.json", "case A-2  rejected");
  }

  @Test
  void shouldLeaveAFileOfADropFolderWhereItIs() throws IOException {
    Path drop = Files.createDirectories(folder.resolve("drop"));
    Path file = Files.writeString(drop.resolve("a.jsonl"), GOOD + "\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
    write(
        "config/sources/agency.yaml",
        """
        id: agency
        title: 机关
        region: "330800"
        publisher: "113308810026310171"
        connector: pull-files
        options: {folder: %s, format: json-lines, settle: 0s}
        schedule: {on-demand: true}
        """
                .formatted(drop)
            + TYPES);

    assertThat(run("preview", "agency")).isEqualTo(0);
    assertThat(text()).contains("a.jsonl", "case A-1  planned for province");
    assertThat(file).exists();
  }

  @Test
  void shouldExitWith3IfTheSourceIsAway() {
    agency.stop(0);

    assertThat(run("preview", "agency")).isEqualTo(3);
    assertThat(text()).contains("agency");
  }

  @Test
  void shouldExitWith1IfTheSourceRefusesTheLogin() {
    status = 401;

    assertThat(run("preview", "agency")).isEqualTo(1);
    assertThat(text()).contains("401");
  }

  @Test
  void shouldExitWith1AndShowMistakesOfTheConfigurationInstead() throws IOException {
    source("colour: blue\n");

    assertThat(run("preview", "agency")).isEqualTo(1);
    assertThat(text()).contains("config/sources/agency.yaml:1 colour: found an unknown key");
  }

  @Test
  void shouldExitWith2AndNameTheSourcesForOneThatIsNotThere() {
    assertThat(run("preview", "agenci")).isEqualTo(2);
    assertThat(text()).contains("no source 'agenci'", "agency");
  }

  @Test
  void shouldExitWith2IfCalledWronglyOrWithoutTheSample() {
    assertThat(run("preview")).isEqualTo(2);
    assertThat(run("preview", "agency", "--sample")).isEqualTo(2);
    assertThat(run("preview", "agency", "--sample", "nowhere.json")).isEqualTo(2);
  }

  private static final String TYPES =
      """
      types:
        - type: case
          key: /id
          mapping: a.jslt
          schema: a.schema.json
          targets: [province]
      """;

  private void source(String first) throws IOException {
    write(
        "config/sources/agency.yaml",
        first
            + """
            id: agency
            title: 机关
            region: "330800"
            publisher: "113308810026310171"
            connector: pull-http-json
            options: {url: "http://127.0.0.1:%d/cases"}
            schedule: {every: 10m}
            """
                .formatted(agency.getAddress().getPort())
            + TYPES);
  }

  private static void stored(io.shangda.hub.store.Database database) {
    database.execute(
        c -> {
          io.shangda.hub.store.Sql.update(
              c,
              "insert into record (id, source, type, source_key, version, versions, source_hash,"
                  + " state, config) values (1, 'agency', 'case', 'A-1', 3, 3, 'sha256:0',"
                  + " 'planned', 1)");
          io.shangda.hub.store.Sql.update(
              c,
              "insert into record_version (record, version, run, state, deleted, arrived_at,"
                  + " source_hash, raw_hash, raw_place, payload, mapping, config) values (1, 3, 1,"
                  + " 'planned', false, current_timestamp, 'sha256:0', 'sha256:0', '/0', ?,"
                  + " 'a.jslt', 1)",
              "{\"id\":\"A-1\",\"name\":\"江山\",\"state\":\"1\"}");
        });
  }

  private int run(String... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Commands.of(folder, Map.of(), hub(), out).run(List.of(arguments));
  }

  private WithoutHub hub() {
    return new WithoutHub(folder, CommandSettings.embedded(folder));
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
