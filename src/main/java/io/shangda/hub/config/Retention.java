package io.shangda.hub.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what is no longer needed is kept, as {@code config/retention.yaml} has it; null, and so
 * all of it without that file, is kept for ever. Hashes and audit events outlive all of these, and
 * nothing unresolved is ever taken away.
 *
 * @param raw pages and files as received, from their receipt
 * @param payloads what was made of records for the platforms, from the record's arrival or, where
 *     it is a target's own, from the end of its delivery; and what was sent and answered, from the
 *     attempt
 * @param deliveries finished deliveries, from their end; not the last that a target accepted
 * @param runs pull runs, from their end, once none of their deliveries is left
 * @param events audit events in the database, from their seal; then they are archived. At least 184
 *     days (Cybersecurity Law, article 21)
 */
public record Retention(
    @Nullable Duration raw,
    @Nullable Duration payloads,
    @Nullable Duration deliveries,
    @Nullable Duration runs,
    @Nullable Duration events) {
  private static final Duration SIX_MONTHS = Duration.ofDays(184);

  static final String FILE = "retention.yaml";

  /** Everything is kept. */
  public static final Retention FOR_EVER = new Retention(null, null, null, null, null);

  static Retention read(Reading reading) {
    Duration events = length(reading, "events");
    if (events != null && events.compareTo(SIX_MONTHS) < 0) {
      reading.mistake(
          "events",
          Mistakes.quoted(reading.text("events")),
          "at least 184d: the Cybersecurity Law (网络安全法) article 21 has logs kept for six months or more");
    }
    return new Retention(
        length(reading, "raw"),
        length(reading, "payloads"),
        length(reading, "deliveries"),
        length(reading, "runs"),
        events);
  }

  private static @Nullable Duration length(Reading reading, String key) {
    return reading.has(key) ? reading.duration(key, "") : null;
  }
}
