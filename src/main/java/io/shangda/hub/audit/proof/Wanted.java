package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.Part;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events belong to a record's proof: those about it, and those of requests that carried it
 * among others.
 */
final class Wanted {
  private static final String CARRIES = "\"" + Part.EXCHANGE + "\":";

  private final long record;
  private final String named;
  private final Map<Long, Exchange> exchanges = new HashMap<>();

  Wanted(long record, Collection<Exchange> exchanges) {
    this.record = record;
    this.named = "\"record\":" + record;
    exchanges.forEach(exchange -> this.exchanges.put(exchange.id(), exchange));
  }

  long record() {
    return record;
  }

  /** Leaves that may hold events of requests. */
  Set<Long> leaves() {
    return exchanges.values().stream().map(Exchange::leaf).collect(Collectors.toSet());
  }

  boolean fits(String text) {
    if (!text.contains(named) && !text.contains(CARRIES)) {
      return false; // most of an archive; not worth a parse
    }
    Optional<JsonNode> event = Lines.read(text);
    return event.isPresent()
        && (event.get().path("record").asLong() == record || carried(event.get()));
  }

  private boolean carried(JsonNode event) {
    Exchange exchange = exchanges.get(event.path(Part.EXCHANGE).asLong());
    return !event.has("record")
        && exchange != null
        && exchange
            .records()
            .getOrDefault(event.path(Part.NUMBER).asInt(), List.of())
            .contains(record);
  }
}
