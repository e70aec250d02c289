package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig.TargetType;
import io.shangda.hub.record.Hash;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The hub's own contract, {@value #CONTRACT}: an envelope that names hub, contract, type, schema
 * version and operation, with the stored record spliced in byte by byte.
 */
final class ContractBody implements Body {
  /** Name and major version; a change that a receiver must know of raises the number. */
  static final String CONTRACT = "shangda-push/1";

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int ENVELOPE = 512;

  private final String hub;
  private final ZoneId zone;

  /**
   * @param zone of the target, in which a record's day is told
   */
  ContractBody(String hub, ZoneId zone) {
    this.hub = hub;
    this.zone = zone;
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] single(TargetType type, Keyed one) {
    ByteText text = new ByteText(ENVELOPE + size(one));
    head(text, type, one);
    text.raw(',');
    record(text, one);
    return text.raw('}').bytes();
  }

  @Override
  public byte[] many(TargetType type, List<Keyed> deliveries) {
    int size = ENVELOPE;
    for (Keyed one : deliveries) {
      size += ENVELOPE + size(one);
    }
    ByteText text = new ByteText(size);
    head(text, type, deliveries.get(0));
    text.raw(",\"records\":[");
    char before = '{';
    for (Keyed one : deliveries) {
      text.raw(before);
      if (before == ',') {
        text.raw('{');
      }
      record(text, one);
      text.raw('}');
      before = ',';
    }
    return text.raw("]}").bytes();
  }

  private void head(ByteText text, TargetType type, Keyed any) {
    text.raw("{\"hub\":").quoted(hub).raw(",\"contract\":\"" + CONTRACT + "\",\"type\":");
    text.quoted(any.delivery().record().type().value());
    text.raw(",\"schemaVersion\":").quoted(type.schemaVersion());
  }

  private void record(ByteText text, Keyed one) {
    Delivery delivery = one.delivery();
    text.raw("\"operation\":").quoted(delivery.operation().word());
    text.raw(",\"source\":").quoted(delivery.record().source().value());
    text.raw(",\"key\":").quoted(delivery.record().key());
    text.raw(",\"recordVersion\":").quoted(delivery.recordVersion());
    text.raw(",\"idempotencyKey\":").quoted(one.key());
    String targetKey = delivery.targetKey();
    if (targetKey != null) {
      text.raw(",\"targetKey\":").quoted(targetKey);
    }
    text.raw(",\"day\":").quoted(LocalDate.ofInstant(delivery.plannedAt(), zone).toString());
    byte[] payload = delivery.payload();
    if (payload != null) {
      text.raw(",\"contentHash\":").quoted(Hash.sha256(payload).text());
    }
    text.raw(",\"record\":").raw(payload == null ? NULL : payload);
  }

  private static int size(Keyed one) {
    byte[] payload = one.delivery().payload();
    return payload == null ? NULL.length : payload.length;
  }
}
