package io.shangda.hub.config;

import java.time.format.DateTimeFormatterBuilder;
import java.util.Set;

/** Forms of a time that a watermark may have. */
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
}
