package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.operate.Commands;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
  private final Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  ApplyCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void aFolder() throws IOException {
    HubProcess.copy(Path.of("routes"), folder.resolve("routes"));
    target("http://127.0.0.1:1/records");
  }

  @Test
  void shouldMakeTheFirstConfigurationOfAnEmptyDatabase() throws IOException {
    assertThat(run(embedded(), "apply")).isEqualTo(0);

    assertThat(text())
        .startsWith("Configuration 1 is applied; before it was none.")
        .contains("  new           targets/province\n", "  new file      targets/province.yaml\n");
  }

  @Test
  void shouldSayWhatChangedAgainstTheVersionBefore() throws IOException {
    run(embedded(), "apply");
    printed.reset();
    target("http://127.0.0.1:2/records");
    write("config/codes/yes-no.csv", "code,value,valid_from,valid_to\n1,是,,\n");

    assertThat(run(embedded(), "apply", "--reason", "They moved")).isEqualTo(0);

    assertThat(text())
        .isEqualTo(
            """
            Configuration 2 is applied; before it was 1. Running nodes take it over within seconds.
              changed       targets/province /options/url: "http://127.0.0.1:1/records" → "http://127.0.0.1:2/records"
              new file      codes/yes-no.csv
              changed file  targets/province.yaml
            """);
    assertThat(events()).hasSize(2).last().asString().contains("They moved", "\"version\":2");
  }

  @Test
  void shouldChangeNothingIfNothingDiffers() throws IOException {
    run(embedded(), "apply");
    printed.reset();

    assertThat(run(embedded(), "apply")).isEqualTo(0);

    assertThat(text()).isEqualTo("Configuration 1 is this already; nothing was changed.\n");
    assertThat(events()).hasSize(1);
  }

  @Test
  void shouldApplyNothingThatHasAMistake() throws IOException {
    write("config/rules/more.yaml", "rule: []\n");

    assertThat(run(embedded(), "apply")).isEqualTo(1);

    assertThat(text())
        .contains("config/rules/more.yaml:1 rule: found an unknown key")
        .contains("Nothing was applied");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void shouldApplyToPostgresqlWithoutARunningHub() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Config settings = CommandSettings.postgresql(postgres.getJdbcUrl("postgres", "postgres"));

      assertThat(run(settings, "apply")).isEqualTo(0);
      target("http://127.0.0.1:2/records");
      assertThat(run(settings, "apply")).isEqualTo(0);
    }
    assertThat(text()).contains("Configuration 1 is applied", "Configuration 2 is applied");
  }

  @Test
  void shouldExitWith3IfTheDatabaseIsAway() {
    Config settings = CommandSettings.postgresql("jdbc:postgresql://127.0.0.1:1/nothing");

    assertThat(run(settings, "apply")).isEqualTo(3);
    assertThat(text())
        .contains(
            "Nothing was applied: the database jdbc:postgresql://127.0.0.1:1/nothing does not");
  }

  @Test
  void shouldAskTheRunningHubThatHoldsTheEmbeddedDatabase() throws Exception {
    run(embedded(), "apply");
    printed.reset();
    target("http://127.0.0.1:2/records");
    try (HeldDatabase held = new HeldDatabase(folder)) {
      assertThat(held.isHeld()).isTrue();
      assertThat(run(embedded(), "apply")).isEqualTo(3);
    }
    assertThat(text()).contains("The hub at http://localhost:1 does not answer");
  }

  @Test
  void shouldExitWith2IfCalledWrongly() {
    assertThat(run(embedded(), "apply", "--reason")).isEqualTo(2);
    assertThat(run(embedded(), "apply", "--reason", " ")).isEqualTo(2);
    assertThat(run(embedded(), "apply", "now")).isEqualTo(2);
  }

  @Test
  void shouldRaiseTheEpochAfterARestore() {
    run(embedded(), "apply");
    printed.reset();

    assertThat(run(embedded(), "restored")).isEqualTo(2);
    assertThat(run(embedded(), "restored", "--reason", "Disk failed")).isEqualTo(0);

    assertThat(text()).containsPattern("The epoch is [0-9]{10} now");
    try (Opening opening = new WithoutHub(folder, embedded()).openToRead()) {
      Database database = ((Opening.Open) opening).database();
      assertThat(
              database.<List<String>>read(
                  c ->
                      Sql.list(
                          c,
                          "select content from audit_event where event = 'epoch-raised'",
                          row -> row.getString(1))))
          .singleElement()
          .asString()
          .contains("Disk failed");
    }
  }

  @Test
  void shouldNameTheDroppedFilesThatWereTakenAfterTheBackup() throws Exception {
    write("config/mappings/a.jslt", "{\"id\": .id}");
    write(
        "config/schemas/a.schema.json",
        "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}");
    write(
        "config/sources/forms.yaml",
        """
        id: forms
        title: 表格
        region: "330800"
        publisher: "113308810026310171"
        connector: pull-files
        options: {folder: inbox, format: csv, done: taken}
        schedule: {on-demand: true}
        types:
          - {type: case, key: /id, mapping: a.jslt, schema: a.schema.json, targets: [province]}
        """);
    write("taken/sunday.csv", "id\n1\n");
    assertThat(run(embedded(), "apply")).isEqualTo(0);
    write("taken/monday.csv", "id\n1\n");
    printed.reset();

    assertThat(run(embedded(), "restored", "--reason", "Disk failed")).isEqualTo(0);

    assertThat(text())
        .contains("1 files were taken after", "taken/monday.csv -> ")
        .doesNotContain("sunday");
  }

  private List<String> events() {
    try (Opening opening = new WithoutHub(folder, embedded()).openToRead()) {
      Database database = ((Opening.Open) opening).database();
      return database.read(
          c ->
              Sql.list(
                  c,
                  "select content from audit_event where event = 'configuration-applied' order by"
                      + " id",
                  row -> row.getString(1)));
    }
  }

  private int run(Config settings, String... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of("SHANGDA_URL", "http://localhost:1", "SHANGDA_PASSWORD", "x");
    return Commands.of(folder, environment, new WithoutHub(folder, settings), out)
        .run(List.of(arguments));
  }

  private Config embedded() {
    return CommandSettings.embedded(folder);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void target(String url) throws IOException {
    write(
        "config/targets/province.yaml",
        """
        id: province
        title: 省平台
        connector: push-http
        options: {url: "%s"}
        types:
          case: {schema-version: "1"}
        """
            .formatted(url));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
