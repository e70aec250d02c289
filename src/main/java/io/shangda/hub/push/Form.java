package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Hash;
import io.shangda.hub.translate.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How one target's requests look, read once from the configuration a batch was planned under.
 *
 * @param target what it was read from
 * @param key template of the idempotency key
 * @param headers templates of further headers of a single request, option {@code record-headers}
 * @param list whether a request that carries one record is a list all the same; option {@code
 *     list}, default false
 */
record Form(
    TargetConfig target, Template key, Map<String, Template> headers, Body body, boolean list) {

  static Form of(String hub, Blueprint blueprint, Function<Blueprint, Mapping> envelopes) {
    TargetConfig target = blueprint.target();
    JsonNode options = target.options();
    Map<String, Template> headers = new LinkedHashMap<>();
    options
        .path("record-headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), Template.of(h.getValue().asText())));
    boolean list = options.path("list").asBoolean(false);
    return new Form(target, key(target), headers, body(hub, blueprint, envelopes), list);
  }

  /** The template of the idempotency key: option {@code idempotency-key}, default the hub's own. */
  private static Template key(TargetConfig target) {
    JsonNode template = target.options().path("idempotency-key");
    return template.isMissingNode() ? Template.IDEMPOTENCY_KEY : Template.of(template.asText());
  }

  private static Body body(
      String hub, Blueprint blueprint, Function<Blueprint, Mapping> envelopes) {
    TargetConfig target = blueprint.target();
    TargetConfig.Envelope envelope = target.envelope();
    if (envelope.mapping() != null) {
      return new MappedBody(hub, target, envelopes.apply(blueprint));
    }
    return switch (envelope.format()) {
      case "json" -> new ContractBody(hub, target.zone());
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

  /**
   * @param deliveries one, or several of one type
   * @param now the target as configured now: an address may change, the bytes may not
   */
  PushRequest request(List<Delivery> deliveries, TargetConfig now) {
    Delivery first = deliveries.get(0);
    TargetConfig.TargetType type = type(first);
    String path = now.types().getOrDefault(first.record().type(), type).path();
    return list || deliveries.size() > 1 ? many(deliveries, type, path) : single(first, type, path);
  }

  private PushRequest single(Delivery delivery, TargetConfig.TargetType type, String path) {
    String key = this.key.fill(delivery);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Content-Type", body.contentType());
    all.put("Idempotency-Key", HeaderText.safe(key));
    all.put("Record-Version", delivery.recordVersion());
    if (body instanceof BareBody) {
      all.put("Record-Operation", delivery.operation().word());
    }
    headers.forEach((name, template) -> all.put(name, HeaderText.safe(template.fill(delivery))));
    byte[] bytes = body.single(type, new Body.Keyed(delivery, key));
    return new PushRequest(path, all, bytes, List.of(delivery), List.of(key));
  }

  private PushRequest many(List<Delivery> deliveries, TargetConfig.TargetType type, String path) {
    List<Body.Keyed> keyed = deliveries.stream().map(d -> new Body.Keyed(d, key.fill(d))).toList();
    List<String> keys = keyed.stream().map(Body.Keyed::key).toList();
    String of = Hash.sha256(String.join("\n", keys)).text();
    return new PushRequest(
        path,
        Map.of("Content-Type", body.contentType(), "Idempotency-Key", of),
        body.many(type, keyed),
        List.copyOf(deliveries),
        keys);
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
              + "' under the configuration it was planned under; record "
              + delivery.record()
              + " is a dead letter: mend the configuration, then replay it");
    }
    return type;
  }
}
