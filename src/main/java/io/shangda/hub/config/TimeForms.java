package io.shangda.hub.config;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Set;
import org.springframework.scheduling.support.CronExpression;

/** Forms of a time, and times themselves, that a schema cannot check. */
final class TimeForms {
  private static final Set<String> NAMED = Set.of("iso", "epoch-seconds", "epoch-milliseconds");

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private TimeForms() {}

  static void check(Reading reading, String key) {
    String form = reading.textOrNull(key);
    if (form == null || NAMED.contains(form)) {
      return;
    }
    try {
      new DateTimeFormatterBuilder().appendPattern(form);
    } catch (IllegalArgumentException e) {
      reading.mistake(
          key,
          Mistakes.quoted(form),
          "iso, epoch-seconds, epoch-milliseconds or a Java pattern such as yyyy-MM-dd HH:mm:ss");
    }
  }

  static void checkCron(Reading reading, String key) {
    String cron = reading.textOrNull(key);
    if (cron == null) {
      return;
    }
    try {
      if (CronExpression.parse(cron).next(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
        reading.mistake(key, Mistakes.quoted(cron), "a time that comes (31 February never does)");
      }
    } catch (IllegalArgumentException e) {
      reading.mistake(
          key,
          Mistakes.quoted(cron),
          "six fields, second minute hour day month weekday (" + reason(e) + ")");
    }
  }

  /** One that is over at once, over and over, would leave no pause; one of ages never comes. */
  static void checkEvery(Reading reading, String key) {
    if (!reading.has(key)) {
      return;
    }
    Duration every = reading.duration(key, "");
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      reading.mistake(key, Mistakes.quoted(reading.text(key)), "from 100ms to 3650d");
    }
  }

  /** The parser's words without the expression, which stands in the message already. */
  private static String reason(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" '[^']*' in cron expression .*", "");
  }
}
