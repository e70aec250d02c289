package io.shangda.hub.push;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After}: seconds or an HTTP date (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** What a slip of the other side's keyboard can cost at most. */
  private static final Duration MOST = Duration.ofDays(1);

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** The wait asked for, at least none and at most a day; null if the text is neither form. */
  static @Nullable Duration read(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    String value = text.strip();
    if (value.matches("[0-9]+")) {
      return value.length() > MOST_DIGITS
          ? MOST
          : within(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return within(Duration.between(now, until));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
