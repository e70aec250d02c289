package io.shangda.hub.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the places {@code ${key}}, {@code ${source}}, {@code ${type}}, {@code ${version}},
 * {@code ${operation}}, {@code ${targetKey}}, {@code ${recordVersion}} and {@code
 * ${idempotencyKey}}, filled from a delivery. Nothing in it depends on the time of sending, so that
 * a resend is the same.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Map<String, Function<Delivery, String>> PLACES =
      Map.of(
          "key", d -> d.record().key(),
          "source", d -> d.record().source().value(),
          "type", d -> d.record().type().value(),
          "version", d -> Integer.toString(d.version()),
          "operation", d -> d.operation().word(),
          "targetKey", d -> d.targetKey() == null ? "" : d.targetKey(),
          "recordVersion", Delivery::recordVersion,
          "idempotencyKey", d -> d.key().text());

  /** The hub's own idempotency key. */
  static final Template IDEMPOTENCY_KEY = of("${idempotencyKey}");

  private final List<Function<Delivery, String>> parts;

  private Template(List<Function<Delivery, String>> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * @throws IllegalArgumentException if it names a place that does not exist
   */
  static Template of(String text) {
    List<Function<Delivery, String>> parts = new ArrayList<>();
    Matcher places = PLACE.matcher(text);
    int done = 0;
    while (places.find()) {
      literal(parts, text.substring(done, places.start()));
      Function<Delivery, String> part = PLACES.get(places.group(1));
      if (part == null) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' names '"
                + places.group()
                + "'; expected one of "
                + new TreeSet<>(PLACES.keySet()));
      }
      parts.add(part);
      done = places.end();
    }
    literal(parts, text.substring(done));
    return new Template(parts);
  }

  String fill(Delivery delivery) {
    if (parts.size() == 1) {
      return parts.get(0).apply(delivery);
    }
    StringBuilder text = new StringBuilder();
    for (Function<Delivery, String> part : parts) {
      text.append(part.apply(delivery));
    }
    return text.toString();
  }

  private static void literal(List<Function<Delivery, String>> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(d -> text);
    }
  }
}
