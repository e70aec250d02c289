package io.shangda.hub.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T00:00:00Z"), ZoneOffset.UTC);
  private final ConfigOf config = new ConfigOf();

  @Test
  void shouldReportEveryBadValueOfARecordWithItsFieldAndKeepTheRest() {
    // Given
    config.with(
        "mappings/m.jslt",
        """
        {
          "org_code": uscc(.org),
          "apply_date": date(.applied),
          "task_name": .task,
          "people": [for (.people) {"id": mask-id(id-card(.id)), "name": mask-name(.name)}],
          "a/b~c": {"date": date(.applied, "yyyyMMdd")}
        }
        """);
    ObjectNode record =
        json(
            """
            {"org": "113308810026310172", "applied": "2018年13月45日", "task": "道路运输经营许可",
             "people": [{"id": "330881180001010016", "name": "张三"},
                        {"id": "330881180001010017", "name": "李四"}]}
            """);

    // When
    Translation translation = map(record);

    // Then
    assertThat(translation.findings())
        .extracting(f -> f.rule() + " " + f.field())
        .containsExactly(
            "uscc /org_code", "date /apply_date", "id-card /people/1/id", "date /a~1b~0c/date");
    assertThat(translation.payload())
        .isEqualTo(
            json(
                """
                {"task_name": "道路运输经营许可",
                 "people": [{"id": "330881********0016", "name": "张*"}, {"name": "李*"}],
                 "a/b~c": {}}
                """));
  }

  @Test
  void shouldKeepThePlacesOfAListWhenOneOfItsValuesIsRefused() {
    // Given
    config.with("mappings/m.jslt", "{\"codes\": [for (.codes) region(.)]}");

    // When
    Translation translation = map(json("{\"codes\": [\"330881\", \"x\", \"y\", \"532300\"]}"));

    // Then
    assertThat(translation.findings())
        .extracting(Finding::field)
        .containsExactly("/codes/1", "/codes/2");
    assertThat(translation.payload())
        .isEqualTo(json("{\"codes\":[\"330881\",null,null,\"532300\"]}"));
  }

  @Test
  void shouldKeepAValueThatOnlyWarns() {
    // Given
    config.with("mappings/m.jslt", "{\"code\": unified-deal-code(.c)}");

    // When
    Translation translation = map(json("{\"c\": \"A01-91350000MA347WHE48-20190305-000001-X\"}"));

    // Then
    assertThat(translation.findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
    assertThat(translation.payload().get("code").textValue()).endsWith("-X");
    assertThat(translation.payload().get("code").getClass().getSimpleName()).isEqualTo("TextNode");
  }

  @Test
  void shouldNeverChangeWhatWasReceived() {
    // Given
    config.with("mappings/m.jslt", "{\"all\": ., \"date\": date(.date)}");
    ObjectNode record = json("{\"date\": \"20*年\", \"dirty\": \"\\ufdd0\"}");
    ObjectNode before = record.deepCopy();

    // When
    Translation translation = map(record);

    // Then
    assertThat(translation.findings())
        .extracting(Finding::field)
        .containsExactly("/all/dirty", "/date");
    assertThat(record).isEqualTo(before);
  }

  @Test
  void shouldSayWhichMappingFailedAtWhichLineAndWhyWithoutShowingData() {
    // Given
    config.with("mappings/m.jslt", "{\n  \"title\": .title,\n  \"n\": number(.name)\n}");

    // When
    Translation translation = map(json("{\"title\": \"标题\", \"name\": \"张三330881180001010016\"}"));

    // Then
    assertThat(translation.payload()).isEmpty();
    assertThat(translation.findings()).hasSize(1);
    Finding finding = translation.findings().get(0);
    assertThat(finding.rule()).isEqualTo("mapping");
    assertThat(finding.severity()).isEqualTo(Severity.REJECT);
    assertThat(finding.en())
        .startsWith("Mapping 'm.jslt' failed at line 3: number(**330881********0016) failed")
        .endsWith("; this record is rejected, the others go on");
    assertThat(finding.zh()).startsWith("映射 m.jslt 第 3 行执行失败");
  }

  @Test
  void shouldKeepTheReasonThatAnIntegratorGives() {
    // Given
    config.with("mappings/m.jslt", "if (.kind == \"A\") {\"a\": 1} else error(\"未知的类型\")");

    // When
    Translation translation = map(json("{}"));

    // Then
    assertThat(translation.findings().get(0).en()).contains("error: 未知的类型");
  }

  @Test
  void shouldNameTheRefusedValueWhenAMappingReckonsWithIt() {
    // Given
    config.with("mappings/m.jslt", "{\"sum\": amount(.sum, \"元\") * 2}");

    // When
    Translation translation = map(json("{\"sum\": \"3100多万元\"}"));

    // Then
    assertThat(translation.findings()).extracting(Finding::rule).containsExactly("amount");
    assertThat(translation.findings()).extracting(Finding::value).containsExactly("3100多万元");
    assertThat(translation.payload()).isEmpty();
  }

  @Test
  void shouldFailTheRecordWhenAMappingDoesNotEndOrGivesNoObject() {
    // Given
    config
        .with("mappings/m.jslt", "def f(x) f($x) {\"a\": f(1)}")
        .with("mappings/n.jslt", ".title");

    // When
    Translation endless = map(json("{}"));
    Translation text =
        mappings().compile("n.jslt", ZoneOffset.UTC, "").apply(json("{\"title\":\"a\"}"));

    // Then
    assertThat(endless.findings().get(0).en()).contains("calls itself without end");
    assertThat(text.findings().get(0).en()).contains("the result is no object but STRING");
  }

  @Test
  void shouldNameAnUnknownCodeTableOfAComputedName() {
    // Given
    config.with("mappings/m.jslt", "{\"a\": code(.table, \"1\")}");

    // When
    Translation translation = map(json("{\"table\": \"none\"}"));

    // Then
    assertThat(translation.findings().get(0).en())
        .contains("there is no code table config/codes/none.csv");
  }

  @Test
  void shouldResolveImportsInsideTheConfiguration() {
    // Given
    config
        .with("mappings/m.jslt", "import \"common/dates.jslt\" as d\n{\"day\": d:day(.when)}")
        .with("mappings/common/dates.jslt", "def day(x) date($x, \"yyyy-MM-dd\")");

    // When
    Translation translation = map(json("{\"when\": \"2018年3月30日\"}"));

    // Then
    assertThat(translation.payload().get("day").asText()).isEqualTo("2018-03-30");
    assertThat(Mappings.check(config.files())).isEmpty();
  }

  @Test
  void shouldReadTimesInTheZoneOfTheSource() {
    // Given
    config.with("mappings/m.jslt", "{\"d\": date(.d)}");

    // When
    Mapping urumqi = mappings().compile("m.jslt", ZoneId.of("Asia/Urumqi"), "x");

    // Then
    assertThat(urumqi.apply(json("{\"d\": 1512034140}")).payload().get("d").asText())
        .isEqualTo("2017-11-30T15:29:00");
  }

  @Test
  void shouldShareOneMappingBetweenSourcesThatNoCodeTableTellsApart() {
    // Given
    config
        .with("mappings/m.jslt", "{\"c\": code(\"t\", .c)}")
        .with("codes/t.csv", "code,value,source\n1,common,\n1,own,town-b\n");
    Mappings mappings = mappings();

    // When
    Mapping a = mappings.compile("m.jslt", ZoneOffset.UTC, "town-a");
    Mapping b = mappings.compile("m.jslt", ZoneOffset.UTC, "town-b");

    // Then
    assertThat(mappings.compile("m.jslt", ZoneOffset.UTC, "town-c")).isSameAs(a);
    assertThat(a.apply(json("{\"c\": 1}")).payload().get("c").asText()).isEqualTo("common");
    assertThat(b.apply(json("{\"c\": 1}")).payload().get("c").asText()).isEqualTo("own");
  }

  @Test
  void shouldRefuseToCompileAMappingThatIsNoMapping() {
    config.with("mappings/m.jslt", "{\"a\": }");
    assertThatThrownBy(() -> map(json("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'config/mappings/m.jslt' does not compile");
  }

  private Translation map(ObjectNode record) {
    return mappings().compile("m.jslt", ZoneOffset.UTC, "").apply(record);
  }

  private Mappings mappings() {
    return new Mappings(config.files(), CLOCK);
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test(.title, \"(.*a){12,}b\")",
        "capture(.title, \"(?<x>(.*a){12,})b\")",
        "split(.title, \"(.*a){12,}b\")",
        "replace(.title, \"(.*a){12,}b\", \"\")",
      })
  void shouldRejectARecordForWhichARegularExpressionTakesTooLong(String call) {
    config.with("mappings/m.jslt", "{\n \"a\": " + call + "}");

    Translation translation = map(json("{\"title\": \"" + "a".repeat(100) + "!\"}"));

    assertThat(translation.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.rule()).isEqualTo("mapping"))
        .satisfies(f -> assertThat(f.en()).contains("at line 2", "takes too long"));
  }

  @Test
  void shouldUseRegularExpressionsAsJsltDoes() {
    config.with(
        "mappings/m.jslt",
        """
        {
          "test": test(.text, "^a"), "none": test(null, "a"), "number": test(12, "^1"),
          "capture": capture(.text, "(?<first>[a-z])-(?<second>[a-z])"),
          "split": split(.text, "-"), "replace": replace(.text, "[bc]", "x")
        }
        """);

    assertThat(map(json("{\"text\": \"a-b-c\"}")).payload())
        .isEqualTo(
            json(
                """
                {"test": true, "none": false, "number": true,
                 "capture": {"first": "a", "second": "b"},
                 "split": ["a", "b", "c"], "replace": "a-x-x"}
                """));
  }
}
