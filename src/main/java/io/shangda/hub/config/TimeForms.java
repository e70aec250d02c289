package io.shangda.hub.config;

import java.time.format.DateTimeFormatterBuilder;
import java.util.Set;
import org.springframework.scheduling.support.CronExpression;

/** Forms of a time, and times themselves, that a schema cannot check. */
final class TimeForms {
  private static final Set<String> NAMED = Set.of("iso", "epoch-seconds", "epoch-milliseconds");

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
      CronExpression.parse(cron);
    } catch (IllegalArgumentException e) {
      reading.mistake(
          key,
          Mistakes.quoted(cron),
          "six fields, second minute hour day month weekday (" + reason(e) + ")");
    }
  }

  /** The parser's words without the expression, which stands in the message already. */
  private static String reason(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" '[^']*' in cron expression .*", "");
  }
}
