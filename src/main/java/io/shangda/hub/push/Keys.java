package io.shangda.hub.push;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the record a result speaks of, by any of the keys a target knows it under. */
final class Keys {
  private final Map<String, Integer> positions = new HashMap<>();

  Keys(PushRequest request) {
    List<Delivery> deliveries = request.deliveries();
    for (int i = 0; i < deliveries.size(); i++) {
      Delivery delivery = deliveries.get(i);
      String targetKey = delivery.targetKey();
      positions.putIfAbsent(delivery.key().text(), i);
      positions.putIfAbsent(request.keys().get(i), i);
      if (targetKey != null) {
        positions.putIfAbsent(targetKey, i);
      }
    }
  }

  @Nullable Integer position(String key) {
    return positions.get(key);
  }
}
