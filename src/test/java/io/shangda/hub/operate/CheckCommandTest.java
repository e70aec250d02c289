package io.shangda.hub.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.source.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Remark> remarks = new ArrayList<>();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @BeforeEach
  void aFolderWithOneRuleSetAndOneConnector() throws IOException {
    write(
        "config/rules/cases.yaml",
        """
        rules:
          - {id: a, severity: warn, check: .a, field: /a, zh: 甲, en: a, basis: b}
        """);
    write(
        "routes/connectors/push-http.camel.yaml",
        """
        - route:
            id: push-http
            description: Sends by HTTP
            group: connector
            from: {uri: "direct:push-http", steps: []}
        """);
  }

  @Test
  void shouldSayThatAllIsGoodAndExitWith0() {
    assertThat(main("check")).isEqualTo(0);
    assertThat(text())
        .startsWith(
            "Good: 0 sources, 0 targets, 1 rule sets, 0 screening patterns, 1 connectors; sha256:");
  }

  @Test
  void shouldSayInBothLanguagesWhatTheSettingsLackAndStillExitWith0() {
    remarks.add(new Remark("too few connections", "连接过少"));

    assertThat(main("check")).isEqualTo(0);
    assertThat(text()).contains("Good: ", "Note: too few connections", "提示：连接过少");
  }

  @Test
  void shouldPrintMistakesOfConfigurationAndRoutesAndExitWith1() throws IOException {
    // Given
    write("config/rules/more.yaml", "rule: []\n");
    write("routes/pull.camel.yaml", "- route: {id: pull}\n");

    // When
    int exit = main("check");

    // Then
    assertThat(exit).isEqualTo(1);
    assertThat(text())
        .contains("routes/pull.camel.yaml:1 route.from: found nothing")
        .contains(
            "config/rules/more.yaml:1 rule: found an unknown key; expected one of title, rules")
        .endsWith("5 mistakes\n");
  }

  @Test
  void shouldNameTheLinesOfMappingsRulesAndCodesThatDoNotWork() throws IOException {
    // Given
    write("config/mappings/a.jslt", "{\n  \"a\": .b +\n}\n");
    write(
        "config/rules/more.yaml",
        """
        rules:
          - id: late
            severity: warn
            check: .a >= >= .b
            field: /a
            zh: 甲
            en: a
            basis: b
        """);
    write("config/codes/yes-no.csv", "code,value,valid_from,valid_to\n1,是,2020-13-01,\n");

    // When
    int exit = main("check");

    // Then
    assertThat(exit).isEqualTo(1);
    assertThat(text())
        .contains("config/mappings/a.jslt:3: ")
        .contains("config/rules/more.yaml:4 rules.late.check: ")
        .contains("config/codes/yes-no.csv:2 ");
  }

  @Test
  void shouldNameAStepThatCamelDoesNotKnow() throws IOException {
    // Given
    write(
        "routes/pull.camel.yaml",
        """
        - route:
            id: pull
            description: Pulls
            group: pull
            from:
              uri: direct:pull
              steps:
                - log: a
                - teleport: b
        """);

    // When
    int exit = main("check");

    // Then
    assertThat(exit).isEqualTo(1);
    assertThat(text())
        .startsWith("routes/pull.camel.yaml:9 pull.teleport: found ")
        .contains("; expected one of bean, choice", "\n1 mistake");
  }

  @Test
  void shouldNameAnOptionThatCamelDoesNotKnow() throws IOException {
    // Given
    write(
        "routes/pull.camel.yaml",
        """
        - route:
            id: pull
            description: Pulls
            group: pull
            from:
              uri: direct:pull
              steps:
                - log: {mesage: b}
        """);

    // When
    int exit = main("check");

    // Then
    assertThat(exit).isEqualTo(1);
    assertThat(text())
        .startsWith("routes/pull.camel.yaml:8: found ")
        .contains("mesage", "; expected a route that Camel can read\n1 mistake");
  }

  @Test
  void shouldPrintTheMistakesOfOtherPackagesToo() {
    ConfigMistake mistake = new ConfigMistake("config/codes/a.csv", 2, "", "b", "c");
    Command check = check(folder, new ConfigReader(List.of(config -> List.of(mistake))));

    assertThat(check.run(List.of())).isEqualTo(1);
    assertThat(text()).isEqualTo("config/codes/a.csv:2: found b; expected c\n1 mistake\n");
  }

  @Test
  void shouldShowWhatIsInEffectForAnId() throws IOException {
    write("config/targets/province.yaml", "id: province\ntitle: 省平台\n");

    assertThat(main("check", "--effective", "province")).isEqualTo(0);
    assertThat(text()).contains("title: 省平台").contains("# config/targets/province.yaml:2");
  }

  @Test
  void shouldExitWith1ForAnIdThatIsNotThere() {
    assertThat(main("check", "--effective", "nowhere")).isEqualTo(1);
    assertThat(text()).isEqualTo("There is no source or target 'nowhere'\n");
  }

  @Test
  void shouldExitWith2AndSayHowItIsUsedIfCalledWrongly() {
    assertThat(main("check", "--effectiv")).isEqualTo(2);
    assertThat(text()).contains("check --effective <id>");
  }

  @Test
  void shouldExitWith2AndNameTheCommandsForOneThatIsUnknown() {
    assertThat(main("chekc")).isEqualTo(2);
    assertThat(text()).contains("No command 'chekc'.").contains("check  ");
  }

  @Test
  void shouldNameTheCommandsWhenAsked() {
    assertThat(main("--help")).isEqualTo(0);
    assertThat(text()).contains("check --effective <id>");
  }

  @Test
  void shouldExitWith3WhereThereIsNoConfiguration() throws IOException {
    Command check = check(folder.resolve("routes"), ConfigChecks.reader());

    assertThat(check.run(List.of())).isEqualTo(3);
    assertThat(text()).startsWith("There is no folder 'config' in ");
  }

  private int main(String... arguments) {
    Command check = check(folder, ConfigChecks.reader());
    return new Commands(List.of(check), out).run(List.of(arguments));
  }

  private Command check(Path where, ConfigReader reader) {
    return new CheckCommand(new ConfigFolder(where, reader), new Remarking(remarks), out);
  }

  /** What the settings of the node lack, and nothing else. */
  private record Remarking(List<Remark> remarks) implements Surroundings {
    @Override
    public List<Remark> remarks(HubConfig config) {
      return remarks;
    }

    @Override
    public Received firstPage(SourceConfig source) {
      throw new IllegalStateException("'check' asks no source");
    }

    @Override
    public Compilers compilers() {
      throw new IllegalStateException("'check' takes nothing in");
    }

    @Override
    public Opening openToRead() {
      throw new IllegalStateException("'check' reads no record");
    }

    @Override
    public Opening openToWrite() {
      throw new IllegalStateException("'check' writes nothing");
    }
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
