package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig.TargetType;
import java.util.List;

/**
 * No envelope: the body of a single request is the record itself, that of many a list of {@code
 * {"key": …, "record": …}}. A withdrawal has no record: alone its body is empty, in a list its
 * record is null; the header {@code Record-Operation} tells it apart.
 *
 * <p>Options (with their defaults): {@code bare: {key: key, record: record}} names the two fields.
 */
final class BareBody implements Body {
  private static final byte[] EMPTY = {};
  private static final int AROUND = 128;

  private final String key;
  private final String record;

  BareBody(JsonNode names) {
    this.key = names.path("key").asText("key");
    this.record = names.path("record").asText("record");
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] single(TargetType type, Keyed one) {
    byte[] payload = one.delivery().payload();
    return payload == null ? EMPTY : payload;
  }

  @Override
  public byte[] many(TargetType type, List<Keyed> deliveries) {
    int size = 2;
    for (Keyed one : deliveries) {
      size += AROUND + single(type, one).length;
    }
    ByteText text = new ByteText(size);
    char before = '[';
    for (Keyed one : deliveries) {
      text.raw(before).raw('{').quoted(key).raw(':').quoted(one.key()).raw(',');
      byte[] payload = one.delivery().payload();
      text.quoted(record).raw(':');
      if (payload == null) {
        text.raw("null");
      } else {
        text.raw(payload);
      }
      text.raw('}');
      before = ',';
    }
    return text.raw(']').bytes();
  }
}
