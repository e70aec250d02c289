package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.PushReply.Broken;
import io.shangda.hub.push.PushReply.NotStarted;
import io.shangda.hub.record.Operation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of answer means; the cases are the files in {@code push/reply}. */
class ReplyReaderTest {
  private static final Instant NOW = Instant.parse("2025-03-04T00:00:00Z");
  private final ReplyReader reader = new ReplyReader(() -> NOW);

  static List<CaseFiles.Case> cases() throws IOException {
    return CaseFiles.in("reply");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadTheAnswer(CaseFiles.Case one) {
    // Given
    TargetConfig target = target(one.input());
    PushRequest request = request(one.input());
    Answered answered = answered(one.input().path("answer"));
    // When
    Reading reading = reader.read(target, request, answered);
    // Then
    assertThat(json(reading)).isEqualTo(one.expected());
  }

  @Test
  void shouldTakeAnAnswerThatARuleCannotBeAskedAboutForUnknown() throws IOException {
    // Given
    TargetConfig target =
        target(
            Samples.JSON.readTree(
                """
                {"rule": {"message": "/MSG", "cases": [
                  {"field": "/MSG", "matches": "(.*a){12,}b", "as": 401},
                  {"status": [200], "field": "/MSG", "matches": ".", "word": "rejected"}]}}
                """));
    byte[] body = ("{\"MSG\": \"" + "a".repeat(100) + "!\"}").getBytes(StandardCharsets.UTF_8);
    // When
    Reading reading =
        reader.read(target, Samples.request("", 1), new Answered(200, Map.of(), body));
    // Then
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Unknown.class,
            unknown -> {
              assertThat(unknown.sent()).isTrue();
              assertThat(unknown.message()).contains("reply.cases", "takes too long");
            });
  }

  @Test
  void shouldTakeABrokenConnectionForUnknown() {
    // Given
    TargetConfig target = Samples.target(Samples.options("{}"), 1, Samples.LONG);
    PushRequest request = Samples.request("", 1);
    // When
    Reading reading = reader.read(target, request, new Broken(true, "the connection broke"));
    // Then
    assertThat(reading).isEqualTo(new Reading.Unknown(true, "the connection broke"));
  }

  @Test
  void shouldLeaveWhatWasNotStartedUntouched() {
    // Given
    TargetConfig target = Samples.target(Samples.options("{}"), 1, Samples.LONG);
    // When
    Reading reading = reader.read(target, Samples.request("", 1), new NotStarted());
    // Then
    assertThat(reading).isEqualTo(new Reading.Untouched());
  }

  @Test
  void shouldReadByTheNewRuleOnceTheTargetIsConfiguredAnew() {
    // Given
    JsonNode before = Samples.options("{\"rule\":{\"cases\":[{\"word\":\"later\"}]}}");
    JsonNode after = Samples.options("{\"rule\":{\"cases\":[{\"word\":\"accepted\"}]}}");
    PushRequest request = Samples.request("", 1);
    Answered answered = new Answered(200, Map.of(), new byte[0]);
    reader.read(target(before), request, answered);
    // When
    Reading reading = reader.read(target(after), request, answered);
    // Then
    assertThat(json(reading).at("/results/0/word").asText()).isEqualTo("accepted");
  }

  private static TargetConfig target(JsonNode input) {
    return Samples.target(
        input.has("options") ? (ObjectNode) input.path("options") : Samples.options("{}"),
        Map.of(),
        new Batch(500, 1),
        1,
        Samples.LONG,
        new Envelope("json", null),
        Samples.rule(input.path("rule")));
  }

  private static PushRequest request(JsonNode input) {
    List<Delivery> deliveries = new ArrayList<>();
    for (JsonNode operation : input.path("operations")) {
      int id = deliveries.size() + 1;
      deliveries.add(
          Samples.delivery(
              id, "case-accept", Operation.of(operation.asText()), "DATA_KEY_" + id, "{}"));
    }
    JsonNode template = input.at("/options/idempotency-key");
    Template key =
        template.isMissingNode() ? Template.IDEMPOTENCY_KEY : Template.of(template.asText());
    List<String> keys = deliveries.stream().map(key::fill).toList();
    return new PushRequest("", Map.of(), new byte[0], deliveries, keys);
  }

  private static Answered answered(JsonNode answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    JsonNode body = answer.path("body");
    String text = body.isTextual() || body.isMissingNode() ? body.asText() : body.toString();
    String repeat = answer.path("repeat").asText("");
    text = text.replace("{long}", repeat.repeat(3000));
    Charset charset =
        headers.getOrDefault("content-type", "").contains("GB18030")
            ? Charset.forName("GB18030")
            : StandardCharsets.UTF_8;
    return new Answered(answer.path("status").asInt(), headers, text.getBytes(charset));
  }

  private static JsonNode json(Reading reading) {
    ObjectNode json = Samples.JSON.createObjectNode();
    if (reading instanceof Reading.Results results) {
      ArrayNode list = json.putArray("results");
      for (Reading.Result one : results.results()) {
        ObjectNode result = list.addObject();
        result.put("word", one.word() == null ? null : one.word().word());
        result.put("receipt", one.receipt());
        result.put("message", one.message());
      }
    } else if (reading instanceof Reading.Refused refused) {
      json.put("refused", refused.status()).put("message", refused.message());
    } else if (reading instanceof Reading.Fault fault) {
      json.put("fault", fault.status()).put("message", fault.message());
      json.put("retryAfter", fault.retryAfter() == null ? null : fault.retryAfter().toString());
    } else if (reading instanceof Reading.Barred barred) {
      json.put("barred", barred.status()).put("message", barred.message());
    } else if (reading instanceof Reading.Unknown unknown) {
      json.put("unknown", unknown.sent()).put("message", unknown.message());
    }
    return json;
  }
}
