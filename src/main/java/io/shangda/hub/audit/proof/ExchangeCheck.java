package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.exchange.Exchange;
import io.shangda.hub.audit.exchange.Part;
import io.shangda.hub.audit.proof.Damage.Kind;
import io.shangda.hub.record.Hash;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was sent and answered with what the sealed events say of it, byte by byte. What a
 * purge or retention took is counted, and is no damage: its hash stays.
 */
final class ExchangeCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMES = "\"" + Part.EXCHANGE + "\":";

  private final @Nullable Exchanges exchanges;
  private final Consumer<Damage> found;
  private long compared;
  private long gone;

  /**
   * @param exchanges null if the evidence has none with it
   */
  ExchangeCheck(@Nullable Exchanges exchanges, Consumer<Damage> found) {
    this.exchanges = exchanges;
    this.found = found;
  }

  long compared() {
    return compared;
  }

  long gone() {
    return gone;
  }

  void notice(EventRow row) {
    if (exchanges == null || !row.text().contains(NAMES)) {
      return;
    }
    Optional<JsonNode> event = Lines.read(row.text());
    if (event.isPresent()
        && event.get().path(Part.EXCHANGE).isIntegralNumber()
        && (event.get().has(Part.REQUEST_HASH) || event.get().has(Part.NO_ANSWER))) {
      check(row, event.get(), exchanges);
    }
  }

  private void check(EventRow row, JsonNode event, Exchanges all) {
    Optional<Exchanges.Kept> kept;
    try {
      kept = all.find(event.path(Part.EXCHANGE).asLong());
    } catch (UncheckedIOException e) {
      changed(row, event, "它无法读出", "it cannot be read");
      return;
    }
    if (kept.isEmpty()) {
      tell(Kind.EXCHANGE_MISSING, row, event, "其报送记录缺失", "what is kept of it is missing");
      return;
    }
    Exchange exchange = kept.get().exchange();
    Optional<Part> part = exchange.part(event.path(Part.NUMBER).asInt());
    if (exchange.emptiedAt() != null) {
      gone += event.has(Part.REQUEST_HASH) ? 1 : 0;
    } else if (part.isEmpty()) {
      changed(row, event, "其报送记录缺失", "what is kept of it is missing");
    } else {
      compare(row, event, part.get(), kept.get().payloads());
    }
  }

  private void compare(EventRow row, JsonNode event, Part part, Map<Long, byte[]> payloads) {
    ObjectNode told = JSON.valueToTree(part.told());
    told.properties()
        .forEach(
            field -> {
              if (!field.getValue().asText().equals(event.path(field.getKey()).asText())) {
                changed(
                    row,
                    event,
                    "“" + field.getKey() + "”被改动",
                    "'" + field.getKey() + "' was changed");
              }
            });
    byte[] request = part.request() == null ? null : Exchange.body(part.request(), payloads);
    boolean goneAway = part.erased() || part.request() != null && request == null;
    bytes(row, event, Part.REQUEST_HASH, request, goneAway, "请求的内容被改动", "the request was changed");
    bytes(
        row,
        event,
        Part.REPLY_HASH,
        part.reply(),
        part.erased(),
        "答复的内容被改动",
        "the answer was changed");
  }

  private void bytes(
      EventRow row,
      JsonNode event,
      String hash,
      byte @Nullable [] bytes,
      boolean goneAway,
      String zh,
      String en) {
    String sealed = event.path(hash).asText();
    if (bytes == null && (goneAway || sealed.isEmpty())) {
      gone += goneAway && !sealed.isEmpty() ? 1 : 0;
      return;
    }
    if (bytes == null || !Hash.sha256(Objects.requireNonNull(bytes)).text().equals(sealed)) {
      changed(row, event, zh, en);
    } else {
      compared++;
    }
  }

  private void changed(EventRow row, JsonNode event, String zh, String en) {
    tell(Kind.EXCHANGE_CHANGED, row, event, zh, en);
  }

  private void tell(Kind kind, EventRow row, JsonNode event, String zh, String en) {
    String attempt =
        "exchange %d, request %d"
            .formatted(event.path(Part.EXCHANGE).asLong(), event.path(Part.NUMBER).asInt());
    found.accept(
        new Damage(
            kind,
            Damage.Spot.event(row) + ", " + attempt,
            "向 %s 的第 %d 次报送：%s。"
                .formatted(event.path("target").asText(), event.path("attempt").asInt(), zh),
            "Attempt %d at %s: %s since its hash was sealed."
                .formatted(event.path("attempt").asInt(), event.path("target").asText(), en)));
  }
}
