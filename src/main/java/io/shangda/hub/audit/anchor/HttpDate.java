package io.shangda.hub.audit.anchor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The {@code Date} of an answer (RFC 9110, section 6.6.1), to the second. */
final class HttpDate {
  private HttpDate() {}

  /** Null if there is none that can be read. */
  static @Nullable Instant read(String header) {
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** How far a clock is ahead that showed this between two moments here. */
  static Duration ahead(Instant there, Instant before, Instant after) {
    return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), there);
  }
}
