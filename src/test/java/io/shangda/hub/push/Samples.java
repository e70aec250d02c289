package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Breaker;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.config.TargetConfig.Meaning;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.config.TargetConfig.Retry;
import io.shangda.hub.config.TargetConfig.TargetType;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordKey;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.record.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Targets, deliveries and rules for the tests of this package. */
final class Samples {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Instant PLANNED = Instant.parse("2025-03-04T01:02:03.456789Z");
  static final Duration LONG = Duration.ofSeconds(30);

  private Samples() {}

  static ObjectNode options(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rule of the default contract. */
  static ReplyRule contractRule() {
    List<ReplyCase> cases =
        Arrays.stream(Word.values())
            .map(
                word ->
                    new ReplyCase(
                        List.of(),
                        Set.of(),
                        "/word",
                        "^" + word.word() + "$",
                        new Meaning.Says(word)))
            .toList();
    return new ReplyRule("json", "/results", "/key", "/receipt", "/message", "/errors", cases);
  }

  /** A target that is spoken to in the default contract. */
  static TargetConfig target(ObjectNode options, int concurrency, Duration limit) {
    TargetType type = new TargetType(null, null, "1.0", "", null, Map.of());
    return target(
        options,
        Map.of(new RecordType("case-accept"), type),
        new Batch(500, 1),
        concurrency,
        limit,
        new Envelope("json", null),
        contractRule());
  }

  static TargetConfig target(
      ObjectNode options,
      Map<RecordType, TargetType> types,
      Batch batch,
      int concurrency,
      Duration limit,
      Envelope envelope,
      ReplyRule reply) {
    return new TargetConfig(
        new TargetId("province"),
        "省平台",
        false,
        "push-http",
        options,
        types,
        batch,
        concurrency,
        null,
        new Retry(Duration.ofSeconds(5), Duration.ofMinutes(15), 8),
        new Breaker(3, 20, LONG),
        List.of(),
        ZoneId.of("Asia/Shanghai"),
        limit,
        Duration.ofHours(1),
        envelope,
        reply);
  }

  /** The delivery with idempotency key {@code sha256:<id>}. */
  static Delivery delivery(int id, Operation operation) {
    String payload = operation == Operation.WITHDRAW ? null : "{\"project_no\":\"" + id + "\"}";
    return delivery(id, "case-accept", operation, null, payload);
  }

  static Delivery delivery(
      int id,
      String type,
      Operation operation,
      @Nullable String targetKey,
      @Nullable String payload) {
    return new Delivery(
        id,
        new RecordKey(new SourceId("jiangshan-cases"), new RecordType(type), "办件-" + id),
        100 + id,
        1,
        operation,
        new Hash("sha256:" + id),
        "1." + id,
        false,
        targetKey,
        payload == null ? null : payload.getBytes(StandardCharsets.UTF_8),
        PLANNED);
  }

  static PushRequest request(String path, int id) {
    return new PushRequest(
        path,
        Map.of("Content-Type", "application/json", "Idempotency-Key", "sha256:" + id),
        ("{\"project_no\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8),
        List.of(delivery(id, Operation.INSERT)),
        List.of("sha256:" + id));
  }

  static List<PushRequest> requests(String path, int number) {
    List<PushRequest> requests = new ArrayList<>();
    for (int id = 1; id <= number; id++) {
      requests.add(request(path, id));
    }
    return requests;
  }

  /** A claim whose deadline is as far away as given; in the past if negative. */
  static Claimed claimed(TargetConfig target, Duration deadline, List<Delivery> deliveries) {
    Blueprint blueprint = new Blueprint(1, target, target.batch().request());
    return new Claimed(
        1,
        deliveries.size(),
        target,
        blueprint,
        1,
        1,
        false,
        Pace.unlimited(),
        System.nanoTime() + deadline.toNanos(),
        deliveries);
  }

  static ReplyRule rule(JsonNode json) {
    if (json.isTextual()) {
      return contractRule();
    }
    List<ReplyCase> cases = new ArrayList<>();
    for (JsonNode one : json.path("cases")) {
      List<Integer> status = new ArrayList<>();
      one.path("status").forEach(s -> status.add(s.asInt()));
      Set<Operation> operations = new HashSet<>();
      one.path("operation").forEach(o -> operations.add(Operation.of(o.asText())));
      cases.add(
          new ReplyCase(
              status,
              operations,
              text(one, "field"),
              one.path("matches").asText(""),
              one.has("as")
                  ? new Meaning.ReadAs(one.path("as").asInt())
                  : new Meaning.Says(Word.of(one.path("word").asText()))));
    }
    return new ReplyRule(
        json.path("format").asText("json"),
        text(json, "results"),
        text(json, "key"),
        text(json, "receipt"),
        text(json, "message"),
        text(json, "errors"),
        cases);
  }

  static @Nullable String text(JsonNode json, String field) {
    return json.hasNonNull(field) ? json.path(field).asText() : null;
  }
}
