package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig.TargetType;
import java.util.List;

/** How a target wants its bodies: one for each envelope format. */
sealed interface Body permits ContractBody, BareBody, MappedBody {

  String contentType();

  /** The body of a request that carries one record. */
  byte[] single(TargetType type, Keyed delivery);

  /** The body of a request that may carry many, all of one type. */
  byte[] many(TargetType type, List<Keyed> deliveries);

  /**
   * A delivery with its idempotency key as this target wants it.
   *
   * @param key {@link Delivery#key()}, or what the target's template makes
   */
  record Keyed(Delivery delivery, String key) {}
}
