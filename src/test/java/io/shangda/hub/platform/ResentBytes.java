package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.Databases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P3: whatever was configured since, a resend is the same bytes under the same key. */
abstract class ResentBytes {
  private static final String SOURCE =
      """
      id: town
      title: 测试来源
      region: "330881"
      publisher: "113308810026310171"
      connector: pull-http-json
      options: {url: http://town.test/cases}
      schedule: {every: 1s}
      types:
        - type: case-accept
          key: /id
          mapping: town/case.jslt
          schema: case.schema.json
          targets: [province]
      """;
  private static final String TARGET =
      """
      id: province
      title: 省平台
      connector: push-http
      options:
        url: http://province.test/records
        idempotency-key: "A-${idempotencyKey}"
        record-headers: {X-Version: "v${recordVersion}"}
      types:
        case-accept:
          schema-version: "1"
          values: {CODE: "1"}
      batch: {records: 10, request: 1}
      retry: {first: 1ms, max: 2ms, attempts: 3}
      breaker: {faults: 1000}
      time-zone: Asia/Shanghai
      envelope: {format: json, mapping: province/envelope.jslt}
      """;
  private static final String ENVELOPE =
      "import \"province/part.jslt\" as part\n"
          + "{\"first\": part:of(.payload), \"code\": .values.CODE, \"kind\": code(\"kind\", \"a\", \"2025-01-01\"),"
          + " \"at\": .plannedAt}";

  private static Map<String, String> whole() {
    return Map.of(
        "sources/town.yaml",
        SOURCE,
        "targets/province.yaml",
        TARGET,
        "mappings/town/case.jslt",
        "{\"title\": .title}",
        "mappings/province/envelope.jslt",
        ENVELOPE,
        "mappings/province/part.jslt",
        "def of(payload) $payload.title\n{}",
        "codes/kind.csv",
        "code,value\na,old\n",
        "schemas/case.schema.json",
        "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}");
  }

  private final Dialect dialect;
  private Path folder = Path.of("");
  private ConfiguredHub hub;

  ResentBytes(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    this.folder = folder;
    ConfiguredHub.write(folder, whole());
    hub = new ConfiguredHub(Databases.fresh(dialect), folder);
  }

  @Test
  void shouldResendTheSameBytesAfterTheEnvelopeMappingChanged() {
    hub.pull("{\"id\": \"1\", \"title\": \"甲\"}");
    List<String> first = sendIntoSilence();

    hub.apply(Map.of("mappings/province/envelope.jslt", "{\"second\": .payload.title}"));

    assertThat(sendIntoSilence()).isEqualTo(first);
  }

  @Test
  void shouldResendTheSameBytesAfterWhatTheMappingImportsAndTheCodesChanged() {
    hub.pull("{\"id\": \"1\", \"title\": \"甲\"}");
    List<String> first = sendIntoSilence();

    hub.apply(
        Map.of(
            "mappings/province/part.jslt",
            "def of(payload) \"other\"\n{}",
            "codes/kind.csv",
            "code,value\na,new\n"));

    assertThat(sendIntoSilence()).isEqualTo(first);
  }

  @Test
  void shouldResendTheSameBytesAfterTemplatesHeadersZoneAndValuesChanged() {
    hub.pull("{\"id\": \"1\", \"title\": \"甲\"}");
    List<String> first = sendIntoSilence();

    hub.apply(
        Map.of(
            "targets/province.yaml",
            TARGET
                .replace("A-$", "B-$")
                .replace("v$", "w$")
                .replace("CODE: \"1\"", "CODE: \"2\"")
                .replace("schema-version: \"1\"", "schema-version: \"2\"")
                .replace("Asia/Shanghai", "UTC")
                .replace("request: 1}", "request: 5}")));

    assertThat(sendIntoSilence()).isEqualTo(first);
  }

  @Test
  void shouldRefuseAnEnvelopeMappingThatGivesOtherBytesAtAResend() {
    for (String changing :
        List.of("{\"a\": now()}", "{\"a\": random()}", "{\"a\": code(\"kind\", .type)}")) {
      assertThatThrownBy(() -> hub.apply(Map.of("mappings/province/envelope.jslt", changing)))
          .isInstanceOf(ConfigRefusedException.class)
          .hasMessageContaining("config/mappings/province/envelope.jslt")
          .hasMessageContaining("the same bytes at every resend");
    }
  }

  @Test
  void shouldSendEachBatchAsItsOwnConfigurationSaysAfterSeveralNewerOnes() {
    List<List<String>> first = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      hub.apply(Map.of("mappings/province/envelope.jslt", "{\"form-" + i + "\": .payload.title}"));
      hub.pull("{\"id\": \"" + i + "\", \"title\": \"甲\"}");
      first.add(sendIntoSilence(i));
    }

    assertThat(first).doesNotHaveDuplicates();
    assertThat(again(4)).containsExactlyInAnyOrderElementsOf(first);
    assertThat(again(4)).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void shouldResendTheSameBytesAfterARestartWithANewerConfiguration() {
    hub.pull("{\"id\": \"1\", \"title\": \"甲\"}");
    List<String> first = sendIntoSilence();
    hub.apply(Map.of("mappings/province/envelope.jslt", "{\"second\": .payload.title}"));

    ConfiguredHub.write(
        folder, Map.of("mappings/province/envelope.jslt", "{\"third\": .payload.title}"));
    hub = new ConfiguredHub(hub.database, folder);

    assertThat(sendIntoSilence()).isEqualTo(first);
  }

  @Test
  void shouldSendWhatIsPlannedAfterAChangeAsTheChangeSays() {
    hub.pull("{\"id\": \"1\", \"title\": \"甲\"}");
    sendIntoSilence();
    hub.apply(Map.of("mappings/province/envelope.jslt", "{\"second\": .payload.title}"));

    hub.pull("{\"id\": \"2\", \"title\": \"乙\"}");

    assertThat(again(2)).anySatisfy(sent -> assertThat(sent.get(0)).contains("{\"second\":\"乙\"}"));
  }

  /** Sends the next batch once more, and nobody answers. */
  private List<String> sendIntoSilence() {
    return silence(hub.claimed());
  }

  /** Sends batches until one carries this record. */
  private List<String> sendIntoSilence(int key) {
    while (true) {
      Claimed claimed = hub.claimed();
      List<String> sent = silence(claimed);
      if (claimed.deliveries().get(0).record().key().equals(Integer.toString(key))) {
        return sent;
      }
    }
  }

  /** What the next batches, each of another record, are sent as. */
  private List<List<String>> again(int records) {
    Map<String, List<String>> sent = new java.util.TreeMap<>();
    while (sent.size() < records) {
      Claimed claimed = hub.claimed();
      sent.put(claimed.deliveries().get(0).record().key(), silence(claimed));
    }
    return List.copyOf(sent.values());
  }

  private List<String> silence(Claimed claimed) {
    List<PushRequest> requests = hub.requests(claimed);
    hub.outbox
        .outcomes()
        .settle(
            claimed,
            requests,
            Collections.nCopies(requests.size(), new Reading.Unknown(true, "no answer")),
            List.of());
    return requests.stream()
        .map(
            r ->
                new java.util.TreeMap<>(r.headers())
                    + "\n"
                    + new String(r.body(), StandardCharsets.UTF_8))
        .toList();
  }
}
