package io.shangda.hub.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.SourceId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritanceTest {

  @Test
  void shouldMakeASourceOfEveryRowOfACsvFile() {
    HubConfig config = read(Folders.good());

    assertThat(config.sources().keySet())
        .extracting(SourceId::value)
        .containsExactly("jiangshan-cases", "jiangshan-shimen", "jiangshan-hecun");
  }

  @Test
  void shouldTakeOverTheBaseAndFillInTheColumns() {
    SourceConfig source = source(Folders.good(), "jiangshan-shimen");

    assertThat(source.title()).isEqualTo("江山市石门镇政府网站");
    assertThat(source.region()).isEqualTo("330881104");
    assertThat(source.options().path("url").asText())
        .isEqualTo("https://shimen.example.org/gkml/list");
    assertThat(source.options().at("/auth/token").asText())
        .isEqualTo("${env:SHANGDA_SECRET_TOWN_TOKEN_SHIMEN}");
    assertThat(source.options().path("time-limit").asText()).isEqualTo("20s");
    assertThat(source.schedule().cron()).isEqualTo("0 0 2 * * ?");
    assertThat(source.charset()).isNull();
  }

  @Test
  void shouldLetTheFileAddToARecordTypeOfTheBase() {
    SourceType type = source(Folders.good(), "jiangshan-shimen").types().get(0);

    assertThat(type.key()).containsExactly("/id");
    assertThat(type.versionTime()).isEqualTo("/publish_time");
    assertThat(type.mapping()).isEqualTo("disclosure.jslt");
  }

  @Test
  void shouldLetARowDifferInSingleKeys() {
    SourceConfig source = source(Folders.good(), "jiangshan-hecun");

    assertThat(source.types().get(0).mapping()).isEqualTo("disclosure-hecun.jslt");
    assertThat(source.options().path("time-limit").asText()).isEqualTo("60s");
    assertThat(source.options().path("records").asText()).isEqualTo("/articles");
  }

  @Test
  void shouldFollowAChainOfBases() {
    ConfigFiles files =
        Folders.goodWith(
            Map.of(
                "sources/base/slow-site.yaml",
                "extends: town-site\noptions: {time-limit: 2m, headers: {Accept: text/json}}\n",
                "sources/jiangshan-towns.yaml",
                "extends: slow-site\ninstances: jiangshan-towns.csv\n"));

    SourceConfig source = source(files, "jiangshan-shimen");

    assertThat(source.options().path("time-limit").asText()).isEqualTo("2m");
    assertThat(source.options().at("/headers/Accept").asText()).isEqualTo("text/json");
    assertThat(source.options().path("records").asText()).isEqualTo("/articles");
  }

  @Test
  void shouldReadACsvFileAsASpreadsheetSavesIt() {
    // Given: byte order mark, CRLF, quotes, an empty line
    ConfigFiles files =
        Folders.goodWith(
            Map.of(
                "sources/jiangshan-towns.csv",
                "\uFEFFid,title,region,host,code\r\n\r\n"
                    + "jiangshan-sidu,\"四都镇 \"\"门户\"\", 网站\",330881106,sidu.example.org,SIDU\r\n"));

    SourceConfig source = source(files, "jiangshan-sidu");

    assertThat(source.title()).isEqualTo("四都镇 \"门户\", 网站");
    assertThat(source.options().at("/auth/token").asText())
        .isEqualTo("${env:SHANGDA_SECRET_TOWN_TOKEN_SIDU}");
  }

  @Test
  void shouldShowWhereEveryValueOfAnInstanceCameFrom() {
    String effective = EffectiveConfig.of(Folders.good(), "jiangshan-hecun").orElseThrow();

    assertThat(effective).startsWith("id: jiangshan-hecun");
    assertThat(effective.lines())
        .map(line -> line.replaceAll(" {2,}#", "  #"))
        .contains(
            "title: 江山市贺村镇政府网站  # config/sources/jiangshan-towns.csv:4",
            "publisher: \"113308810026310171\"  # config/sources/base/town-site.yaml:2",
            "charset: auto  # config/sources/jiangshan-towns.yaml:4",
            "  time-limit: 60s  # config/sources/jiangshan-towns.csv:4",
            "  records: /articles  # config/sources/base/town-site.yaml:7",
            "    token: \"${env:SHANGDA_SECRET_TOWN_TOKEN_HECUN}\"  #"
                + " config/sources/jiangshan-towns.csv:4",
            "  - type: disclosure  # config/sources/jiangshan-towns.yaml:6",
            "    version-time: /publish_time  # config/sources/jiangshan-towns.yaml:7",
            "    mapping: disclosure-hecun.jslt  # config/sources/jiangshan-towns.csv:4",
            "    targets: [\"province-data\"]  # config/sources/base/town-site.yaml:16");
  }

  @Test
  void shouldShowWhatIsInEffectAsYamlThatReadsTheSame() {
    // Given
    String effective = EffectiveConfig.of(Folders.good(), "jiangshan-hecun").orElseThrow();

    // When: it is put in place of the instance
    ConfigFiles files =
        Folders.goodWith(
            Map.of(
                "sources/jiangshan-hecun.yaml",
                effective,
                "sources/jiangshan-towns.csv",
                "id,title,region,host,code\n"));

    // Then
    assertThat(source(files, "jiangshan-hecun"))
        .isEqualTo(source(Folders.good(), "jiangshan-hecun"));
  }

  @Test
  void shouldNotShowASecretThatIsWrittenOut() {
    ConfigFiles files =
        Folders.goodWith(
            Map.of("targets/leaky.yaml", "id: leaky\noptions: {auth: {token: hunter2}}\n"));

    assertThat(EffectiveConfig.of(files, "leaky").orElseThrow())
        .doesNotContain("hunter2")
        .contains("not shown");
  }

  @Test
  void shouldShowNothingForAnIdThatIsNotThere() {
    assertThat(EffectiveConfig.of(Folders.good(), "town-site")).isEmpty();
  }

  private static SourceConfig source(ConfigFiles files, String id) {
    return requireNonNull(read(files).sources().get(new SourceId(id)));
  }

  private static HubConfig read(ConfigFiles files) {
    ConfigReader.Result result = new ConfigReader(List.of()).read(files, Folders.CONNECTORS);
    assertThat(result).isInstanceOf(ConfigReader.Result.Good.class);
    return ((ConfigReader.Result.Good) result).config();
  }
}
