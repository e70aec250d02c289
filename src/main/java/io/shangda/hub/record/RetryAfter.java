package io.shangda.hub.record;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After}: seconds or an HTTP date (RFC 9110, section 10.2.3). */
public final class RetryAfter {
  /** What a slip of the other side's keyboard can cost at most. */
  private static final Duration MOST = Duration.ofDays(1);

  private static final int MOST_DIGITS = 9;

  /** IMF-fixdate, and the obsolete forms of RFC 850 and asctime; all of them are GMT. */
  private static final List<DateTimeFormatter> FORMS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.ENGLISH),
          new DateTimeFormatterBuilder()
              .appendPattern("EEE MMM ")
              .padNext(2)
              .appendPattern("d HH:mm:ss yyyy")
              .toFormatter(Locale.ENGLISH));

  private RetryAfter() {}

  /**
   * The wait asked for, at least none and at most a day; null if the text is neither form. A time
   * is meant by the clock of the one who says it, so it counts from the answer's own date.
   *
   * @param date the answer's {@code Date}; null or no date: {@code now} is taken
   */
  public static @Nullable Duration read(@Nullable String text, @Nullable String date, Instant now) {
    Instant there = date == null ? null : date(date.strip());
    return read(text, there == null ? now : there);
  }

  /** The same, counted from a time that is known. */
  public static @Nullable Duration read(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    String value = text.strip();
    if (value.matches("[0-9]+")) {
      return value.length() > MOST_DIGITS
          ? MOST
          : within(Duration.ofSeconds(Long.parseLong(value)));
    }
    Instant until = date(value);
    return until == null ? null : within(Duration.between(now, until));
  }

  /** An HTTP date (RFC 9110, section 5.6.7); null if the text is none. */
  public static @Nullable Instant date(String text) {
    for (DateTimeFormatter form : FORMS) {
      try {
        return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        // not in this form; a recipient is obliged to read all three
      }
    }
    return null;
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
