package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.config.TargetConfig.TargetType;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The requests of a batch; the cases are the files in {@code push/render}. */
class RendererTest {

  static List<CaseFiles.Case> cases() throws IOException {
    return CaseFiles.in("render");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldRenderTheBatch(CaseFiles.Case one) {
    // Given
    TargetConfig target = target(one.input());
    Renderer renderer = renderer(one.input());
    Claimed claimed = Samples.claimed(target, Samples.LONG, deliveries(one.input()));
    // When
    List<PushRequest> requests = renderer.render(claimed);
    // Then
    assertThat(json(requests)).isEqualTo(one.expected());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldRenderTheSameBytesAgainInAnotherProcess(CaseFiles.Case one) {
    // Given
    List<Delivery> deliveries = deliveries(one.input());
    List<PushRequest> first =
        renderer(one.input())
            .render(Samples.claimed(target(one.input()), Samples.LONG, deliveries));
    // When
    List<PushRequest> again =
        renderer(one.input())
            .render(Samples.claimed(target(one.input()), Samples.LONG, deliveries));
    // Then
    assertThat(again).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(again.get(i).body()).isEqualTo(first.get(i).body());
      assertThat(again.get(i).headers()).isEqualTo(first.get(i).headers());
      assertThat(again.get(i).deliveries()).isEqualTo(first.get(i).deliveries());
    }
  }

  @Test
  void shouldSendTheStoredRecordByteByByte() {
    // Given: a spelling that a parser would not give back
    String stored = "{ \"amount\" : 1.50e2 ,\"name\":\"\\u738b\" }";
    Delivery delivery = Samples.delivery(1, "case-accept", Operation.INSERT, null, stored);
    TargetConfig target = Samples.target(Samples.options("{}"), 1, Samples.LONG);
    // When
    List<PushRequest> requests =
        renderer(Samples.options("{}"))
            .render(Samples.claimed(target, Samples.LONG, List.of(delivery)));
    // Then
    assertThat(new String(requests.get(0).body(), StandardCharsets.UTF_8)).endsWith(stored + "}");
  }

  @Test
  void shouldNameTheRecordThatAnEnvelopeMappingFailsOn() {
    // Given
    JsonNode input =
        Samples.options(
            "{\"envelope\":{\"format\":\"json\",\"mapping\":\"x.jslt\",\"jslt\":[\"error(\\\"no title\\\")\"]}}");
    Claimed claimed =
        Samples.claimed(
            target(input), Samples.LONG, List.of(Samples.delivery(7, Operation.INSERT)));
    // Then
    assertThatThrownBy(() -> renderer(input).render(claimed))
        .isInstanceOfSatisfying(
            RenderFailure.class, failure -> assertThat(failure.delivery()).isEqualTo(7))
        .hasMessageContaining("Envelope mapping 'x.jslt' of target 'province'")
        .hasMessageContaining("jiangshan-cases/case-accept/办件-7");
  }

  @Test
  void shouldNameTheOneRecordOfAListThatAnEnvelopeMappingFailsOn() {
    // Given
    JsonNode input =
        Samples.options(
            "{\"request\":9,\"envelope\":{\"format\":\"json\",\"mapping\":\"x.jslt\",\"jslt\":["
                + "\"{\\\"rows\\\":[for (.records) if (.recordVersion == \\\"1.2\\\") error(\\\"bad\\\") else .key]}\"]}}");
    List<Delivery> deliveries =
        List.of(
            Samples.delivery(1, Operation.INSERT),
            Samples.delivery(2, Operation.INSERT),
            Samples.delivery(3, Operation.INSERT));
    Claimed claimed = Samples.claimed(target(input), Samples.LONG, deliveries);
    // Then
    assertThatThrownBy(() -> renderer(input).render(claimed))
        .isInstanceOfSatisfying(
            RenderFailure.class, failure -> assertThat(failure.delivery()).isEqualTo(2));
  }

  @Test
  void shouldNameTheRecordWhoseTypeTheTargetNoLongerTakes() {
    // Given
    TargetConfig target = Samples.target(Samples.options("{}"), 1, Samples.LONG);
    Delivery delivery = Samples.delivery(3, "notice", Operation.INSERT, null, "{}");
    Claimed claimed = Samples.claimed(target, Samples.LONG, List.of(delivery));
    // Then
    assertThatThrownBy(() -> renderer(Samples.options("{}")).render(claimed))
        .isInstanceOf(RenderFailure.class)
        .hasMessageContaining("takes no records of type 'notice'");
  }

  @Test
  void shouldRefuseATemplateWithAPlaceThatDoesNotExist() {
    assertThatThrownBy(() -> Template.of("${now}"))
        .hasMessageContaining("'${now}'; expected one of [idempotencyKey, key, operation,");
  }

  private static Renderer renderer(JsonNode input) {
    StringBuilder jslt = new StringBuilder();
    input.at("/envelope/jslt").forEach(line -> jslt.append(line.asText()).append('\n'));
    return new Renderer("hub-of-jiangshan", planned -> mapping(jslt.toString()));
  }

  private static Mapping mapping(String jslt) {
    Expression compiled = Parser.compileString(jslt);
    return record -> {
      try {
        return new Translation((ObjectNode) compiled.apply(record), List.of());
      } catch (RuntimeException e) {
        return new Translation(
            Samples.JSON.createObjectNode(),
            List.of(
                new Finding(Severity.REJECT, "mapping", "", "", Hash.sha256(""), "", "it threw")));
      }
    };
  }

  private static TargetConfig target(JsonNode input) {
    Map<RecordType, TargetType> types = new LinkedHashMap<>();
    input
        .path("types")
        .properties()
        .forEach(type -> types.put(new RecordType(type.getKey()), type(type.getValue())));
    if (types.isEmpty()) {
      types.put(new RecordType("case-accept"), type(Samples.options("{}")));
    }
    JsonNode envelope = input.path("envelope");
    return Samples.target(
        input.has("options") ? (ObjectNode) input.path("options") : Samples.options("{}"),
        types,
        new Batch(500, input.path("request").asInt(1)),
        1,
        Samples.LONG,
        new Envelope(envelope.path("format").asText("json"), Samples.text(envelope, "mapping")),
        Samples.contractRule());
  }

  private static TargetType type(JsonNode json) {
    Map<String, String> values = new LinkedHashMap<>();
    json.path("values").properties().forEach(v -> values.put(v.getKey(), v.getValue().asText()));
    return new TargetType(
        null,
        null,
        json.path("schemaVersion").asText("1.0"),
        json.path("path").asText(""),
        null,
        values);
  }

  private static List<Delivery> deliveries(JsonNode input) {
    List<Delivery> deliveries = new ArrayList<>();
    for (JsonNode one : input.path("deliveries")) {
      JsonNode payload = one.path("payload");
      deliveries.add(
          Samples.delivery(
              deliveries.size() + 1,
              one.path("type").asText("case-accept"),
              Operation.of(one.path("operation").asText("insert")),
              Samples.text(one, "targetKey"),
              payload.isMissingNode() ? null : payload.toString()));
    }
    return deliveries;
  }

  private static JsonNode json(List<PushRequest> requests) {
    ArrayNode list = Samples.JSON.createArrayNode();
    for (PushRequest request : requests) {
      ObjectNode one = list.addObject().put("path", request.path());
      ObjectNode headers = one.putObject("headers");
      new TreeMap<>(request.headers()).forEach(headers::put);
      one.put("body", new String(request.body(), StandardCharsets.UTF_8));
      ArrayNode ids = one.putArray("deliveries");
      request.deliveries().forEach(delivery -> ids.add((int) delivery.id()));
    }
    return list;
  }
}
