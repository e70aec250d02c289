package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Hash;
import io.shangda.hub.translate.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one target's requests look, read once from its configuration.
 *
 * @param target what it was read from
 * @param key template of the idempotency key
 * @param headers templates of further headers of a single request, option {@code record-headers}
 * @param list whether a request that carries one record is a list all the same; option {@code
 *     list}, default false
 */
record Form(
    TargetConfig target, Template key, Map<String, Template> headers, Body body, boolean list) {

  static Form of(String hub, TargetConfig target, Function<TargetConfig, Mapping> envelopes) {
    JsonNode options = target.options();
    Map<String, Template> headers = new LinkedHashMap<>();
    options
        .path("record-headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), Template.of(h.getValue().asText())));
    boolean list = options.path("list").asBoolean(false);
    return new Form(target, key(target), headers, body(hub, target, envelopes), list);
  }

  /** The template of the idempotency key: option {@code idempotency-key}, default the hub's own. */
  static Template key(TargetConfig target) {
    JsonNode template = target.options().path("idempotency-key");
    return template.isMissingNode() ? Template.IDEMPOTENCY_KEY : Template.of(template.asText());
  }

  private static Body body(
      String hub, TargetConfig target, Function<TargetConfig, Mapping> envelopes) {
    TargetConfig.Envelope envelope = target.envelope();
    if (envelope.mapping() != null) {
      return new MappedBody(hub, target, envelopes.apply(target));
    }
    return switch (envelope.format()) {
      case "json" -> new ContractBody(hub);
      case "bare" -> new BareBody(target.options().path("bare"));
      default ->
          throw new IllegalArgumentException(
              "Target '"
                  + target.id()
                  + "' has the envelope format '"
                  + envelope.format()
                  + "' without a mapping; expected json, bare, or a mapping");
    };
  }

  /** Whether another configuration of the target gives the same requests. */
  boolean fits(TargetConfig other) {
    return other == target
        || (other.types() == target.types()
            && other.envelope() == target.envelope()
            && other.options() == target.options()
            && other.zone().equals(target.zone()));
  }

  /**
   * @param deliveries one, or several of one type
   */
  PushRequest request(List<Delivery> deliveries) {
    return list || deliveries.size() > 1 ? many(deliveries) : single(deliveries.get(0));
  }

  private PushRequest single(Delivery delivery) {
    String key = this.key.fill(delivery);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Content-Type", body.contentType());
    all.put("Idempotency-Key", HeaderText.safe(key));
    all.put("Record-Version", delivery.recordVersion());
    if (body instanceof BareBody) {
      all.put("Record-Operation", delivery.operation().word());
    }
    headers.forEach((name, template) -> all.put(name, HeaderText.safe(template.fill(delivery))));
    TargetConfig.TargetType type = type(delivery);
    byte[] bytes = body.single(type, new Body.Keyed(delivery, key));
    return new PushRequest(type.path(), all, bytes, List.of(delivery));
  }

  private PushRequest many(List<Delivery> deliveries) {
    List<Body.Keyed> keyed = deliveries.stream().map(d -> new Body.Keyed(d, key.fill(d))).toList();
    String keys = keyed.stream().map(Body.Keyed::key).collect(Collectors.joining("\n"));
    TargetConfig.TargetType type = type(deliveries.get(0));
    return new PushRequest(
        type.path(),
        Map.of("Content-Type", body.contentType(), "Idempotency-Key", Hash.sha256(keys).text()),
        body.many(type, keyed),
        List.copyOf(deliveries));
  }

  private TargetConfig.TargetType type(Delivery delivery) {
    TargetConfig.TargetType type = target.types().get(delivery.record().type());
    if (type == null) {
      throw new RenderFailure(
          delivery.id(),
          "Target '"
              + target.id()
              + "' takes no records of type '"
              + delivery.record().type()
              + "' under this configuration; record "
              + delivery.record()
              + " waits until it does");
    }
    return type;
  }
}
