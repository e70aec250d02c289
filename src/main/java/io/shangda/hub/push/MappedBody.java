package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.TargetType;
import io.shangda.hub.record.Finding;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A body made by the target's envelope mapping, as JSON or XML. The mapping is given, for one
 * record, {@code {hub, operation, type, source, key, targetKey, recordVersion, idempotencyKey,
 * schemaVersion, plannedAt, values, payload}} (and {@code token} where the target has that option,
 * see {@link BodyToken}), and for a request of many {@code {hub, type, schemaVersion, values,
 * records: […]}} with the same fields in each record. There is no current time in it, for a resend
 * must be the same bytes: {@code plannedAt} is when the version was taken in, ISO 8601 in whole
 * seconds with the offset of the target's zone.
 */
final class MappedBody implements Body {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String hub;
  private final TargetConfig target;
  private final Mapping mapping;
  private final boolean xml;
  private final String root;

  MappedBody(String hub, TargetConfig target, Mapping mapping) {
    this.hub = hub;
    this.target = target;
    this.mapping = mapping;
    this.xml = target.envelope().format().equals("xml");
    this.root = target.options().path("xml-root").asText("");
  }

  @Override
  public String contentType() {
    return xml ? "application/xml; charset=UTF-8" : "application/json";
  }

  @Override
  public byte[] single(TargetType type, Keyed one) {
    return body(facts(type, one, BodyToken.place(List.of(one.delivery()))), one);
  }

  @Override
  public byte[] many(TargetType type, List<Keyed> deliveries) {
    try {
      return list(type, deliveries);
    } catch (RenderFailure failure) {
      // One record must not take the others with it: alone, the guilty one shows itself.
      for (Keyed one : deliveries.size() > 1 ? deliveries : List.<Keyed>of()) {
        list(type, List.of(one));
      }
      throw failure;
    }
  }

  private byte[] list(TargetType type, List<Keyed> deliveries) {
    Keyed first = deliveries.get(0);
    ObjectNode input = JSON.createObjectNode().put("hub", hub);
    input.put("type", first.delivery().record().type().value());
    input.put("schemaVersion", type.schemaVersion());
    String place = BodyToken.place(deliveries.stream().map(Keyed::delivery).toList());
    if (target.options().has("token")) {
      input.put("token", place);
    }
    input.set("values", values(type));
    ArrayNode records = input.putArray("records");
    for (Keyed one : deliveries) {
      records.add(facts(type, one, place));
    }
    return body(input, first);
  }

  private byte[] body(ObjectNode input, Keyed first) {
    Translation made = mapping.apply(input);
    if (!made.findings().isEmpty()) {
      Finding finding = made.findings().get(0);
      throw failure(
          first, "fails with " + finding.rule() + " at '" + finding.field() + "': " + finding.en());
    }
    try {
      return xml ? XmlText.of(made.payload(), root) : JSON.writeValueAsBytes(made.payload());
    } catch (IllegalArgumentException e) {
      throw failure(first, "makes no XML: " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param place where the token will be, in the body as a whole
   */
  private ObjectNode facts(TargetType type, Keyed one, String place) {
    Delivery delivery = one.delivery();
    ObjectNode facts = JSON.createObjectNode().put("hub", hub);
    facts.put("operation", delivery.operation().word());
    facts.put("type", delivery.record().type().value());
    facts.put("source", delivery.record().source().value());
    facts.put("key", delivery.record().key());
    facts.put("targetKey", delivery.targetKey());
    facts.put("recordVersion", delivery.recordVersion());
    facts.put("idempotencyKey", one.key());
    facts.put("schemaVersion", type.schemaVersion());
    facts.put("plannedAt", plannedAt(delivery));
    if (target.options().has("token")) {
      facts.put("token", place);
    }
    facts.set("values", values(type));
    facts.set("payload", payload(one));
    return facts;
  }

  private String plannedAt(Delivery delivery) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        delivery.plannedAt().truncatedTo(ChronoUnit.SECONDS).atZone(target.zone()));
  }

  private static ObjectNode values(TargetType type) {
    ObjectNode values = JSON.createObjectNode();
    type.values().forEach(values::put);
    return values;
  }

  private JsonNode payload(Keyed one) {
    byte[] payload = one.delivery().payload();
    try {
      return payload == null ? JSON.nullNode() : JSON.readTree(payload);
    } catch (IOException e) {
      throw failure(one, "cannot be asked: the stored record is no JSON");
    }
  }

  private RenderFailure failure(Keyed one, String what) {
    return new RenderFailure(
        one.delivery().id(),
        "Envelope mapping '"
            + target.envelope().mapping()
            + "' of target '"
            + target.id()
            + "', for record "
            + one.delivery().record()
            + ", "
            + what
            + "; the record is a dead letter: mend the mapping, then replay it");
  }
}
