package io.shangda.hub.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.shangda.hub.config.SourceConfig.Parent;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.config.TargetConfig.Meaning;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
  private static final TargetId PROVINCE = new TargetId("province-data");

  @Test
  void shouldReadASourceWithItsDefaults() {
    SourceConfig source = source("jiangshan-cases");

    assertThat(source.title()).isEqualTo("江山市政务服务办件系统");
    assertThat(source.region()).isEqualTo("330881");
    assertThat(source.sandbox()).isFalse();
    assertThat(source.connector()).isEqualTo("pull-http-json");
    assertThat(source.options().at("/paging/pages/size").asInt()).isEqualTo(500);
    assertThat(source.charset()).isEqualTo(StandardCharsets.UTF_8);
    assertThat(source.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(source.schedule().every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.schedule().cron()).isNull();
    assertThat(source.maxRecord()).isEqualTo(64 * 1024);
  }

  @Test
  void shouldReadTheRecordTypesOfASource() {
    List<SourceType> types = source("jiangshan-cases").types();

    assertThat(types.get(0))
        .isEqualTo(
            new SourceType(
                new RecordType("case-accept"),
                new Sign("/kind", List.of("accept")),
                List.of("/project_no"),
                "/updated_at",
                new Sign("/deleted", List.of("1", "true")),
                List.of("/visits"),
                null,
                "jiangshan/case-accept.jslt",
                "case-accept.schema.json",
                List.of("cases"),
                false,
                List.of("/project_no", "/org_code"),
                List.of(PROVINCE)));
    assertThat(types.get(1).key()).containsExactly("/project_no", "/result_no");
    assertThat(types.get(1).parent())
        .isEqualTo(new Parent(new RecordType("case-accept"), List.of("/project_no"), false));
    assertThat(types.get(1).personalData()).isTrue();
  }

  @Test
  void shouldReadATarget() {
    TargetConfig target = target("province-trade");

    assertThat(target.types().get(new RecordType("tender-project")))
        .isEqualTo(
            new TargetConfig.TargetType(
                "trade/tender-project.jslt",
                "trade/tender-project.schema.json",
                "1",
                "/v4",
                "9120501${date}${serial:7}",
                Map.of("DATA_NO", "501", "DATA_EN", "TENDER_PROJECT")));
    assertThat(target.batch()).isEqualTo(new TargetConfig.Batch(100, 1));
    assertThat(target.concurrency()).isEqualTo(2);
    assertThat(target.ratePerSecond()).isEqualTo(50);
    assertThat(target.retry())
        .isEqualTo(new TargetConfig.Retry(Duration.ofSeconds(1), Duration.ofMinutes(10), 3));
    assertThat(target.breaker()).isEqualTo(new TargetConfig.Breaker(3, 10, Duration.ofMinutes(1)));
    assertThat(target.windows())
        .containsExactly(new TargetConfig.Window(LocalTime.of(22, 30), LocalTime.of(6, 0)));
    assertThat(target.requestLimit()).isEqualTo(Duration.ofSeconds(20));
    assertThat(target.envelope())
        .isEqualTo(new TargetConfig.Envelope("xml", "trade/envelope.jslt"));
    assertThat(target.reply().results()).isNull();
    assertThat(target.reply().cases())
        .containsExactly(
            new ReplyCase(
                List.of(200), Set.of(), "/STATUS", "^1$", new Meaning.Says(Word.ACCEPTED)),
            new ReplyCase(List.of(), Set.of(), "/MSG", "已存在", new Meaning.Says(Word.DUPLICATE)),
            new ReplyCase(List.of(), Set.of(), "/STATUS", "^-1$", new Meaning.Says(Word.REJECTED)));
  }

  @Test
  void shouldGiveATargetTheDefaultContractAndSensibleNumbers() {
    TargetConfig target = target("province-data");

    assertThat(target.batch()).isEqualTo(new TargetConfig.Batch(500, 1));
    assertThat(target.concurrency()).isEqualTo(1);
    assertThat(target.ratePerSecond()).isNull();
    assertThat(target.retry())
        .isEqualTo(new TargetConfig.Retry(Duration.ofSeconds(5), Duration.ofMinutes(15), 8));
    assertThat(target.breaker()).isEqualTo(new TargetConfig.Breaker(5, 20, Duration.ofSeconds(30)));
    assertThat(target.windows()).isEmpty();
    assertThat(target.requestLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(target.envelope()).isEqualTo(new TargetConfig.Envelope("json", null));
    assertThat(target.reply().results()).isEqualTo("/results");
    assertThat(target.reply().cases())
        .hasSize(6)
        .contains(
            new ReplyCase(List.of(), Set.of(), "/word", "^stale$", new Meaning.Says(Word.STALE)));
  }

  @Test
  void shouldReadRulesAndScreening() {
    HubConfig config = good(Folders.good());

    RuleSet.Rule rule = requireNonNull(config.rules().get("cases")).rules().get(0);
    assertThat(rule.severity()).isEqualTo(Severity.REJECT);
    assertThat(rule.validFrom()).isEqualTo(LocalDate.of(2020, 7, 21));
    assertThat(rule.validTo()).isNull();
    assertThat(config.screening().patterns())
        .extracting(Screening.Pattern::kind)
        .containsExactly(Screening.Kind.SPAM, Screening.Kind.SECRET);
  }

  @Test
  void shouldReadTimesAndNumbersAsYaml12DoesNotAsYaml11() {
    // Given: 22:30 is 1350, 010 is 8 and yes is true in YAML 1.1
    ConfigFiles files =
        Folders.goodWith(
            Map.of(
                "sources/jiangshan-cases.yaml",
                text("sources/jiangshan-cases.yaml").replace("[accept]", "[22:30, 010, yes]")));

    // When
    SourceConfig source =
        requireNonNull(good(files).sources().get(new SourceId("jiangshan-cases")));

    // Then
    assertThat(requireNonNull(source.types().get(0).when()).values())
        .containsExactly("22:30", "010", "yes");
  }

  @Test
  void shouldAskTheChecksOfOtherPackagesTooEvenIfAFileIsWrong() {
    // Given
    ConfigMistake theirs = new ConfigMistake("config/mappings/a.jslt", 3, "", "a", "b");
    ConfigFiles files = Folders.goodWith(Map.of("sources/broken.yaml", "id: ["));

    // When
    ConfigReader.Result result =
        new ConfigReader(List.of(config -> List.of(theirs))).read(files, Folders.CONNECTORS);

    // Then
    assertThat(result)
        .extracting("mistakes", LIST)
        .extracting("file")
        .containsExactly("config/mappings/a.jslt", "config/sources/broken.yaml");
  }

  @Test
  void shouldNameMistakesInOrderOfFileAndLine() {
    ConfigFiles files =
        Folders.goodWith(Map.of("rules/a.yaml", "rules: x\ntitel: y\n", "rules/b.yaml", "x: 1\n"));

    ConfigReader.Result result = new ConfigReader(List.of()).read(files, Folders.CONNECTORS);

    assertThat(((ConfigReader.Result.Bad) result).mistakes())
        .extracting(mistake -> mistake.file() + ":" + mistake.line())
        .isSorted()
        .hasSize(4);
  }

  private static String text(String path) {
    return String.valueOf(Folders.good().text(path));
  }

  private static SourceConfig source(String id) {
    return requireNonNull(good(Folders.good()).sources().get(new SourceId(id)));
  }

  private static TargetConfig target(String id) {
    return requireNonNull(good(Folders.good()).targets().get(new TargetId(id)));
  }

  private static HubConfig good(ConfigFiles files) {
    ConfigReader.Result result = new ConfigReader(List.of()).read(files, Folders.CONNECTORS);
    assertThat(result).isInstanceOf(ConfigReader.Result.Good.class);
    return ((ConfigReader.Result.Good) result).config();
  }
}
