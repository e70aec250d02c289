package io.shangda.hub.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time and sizes as they are written in configuration files. */
public final class Units {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})(B|KB|MB|GB)");

  private Units() {}

  /**
   * Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h} or {@code 1d}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no length of time: expected such as 500ms, 30s, 5m, 2h or 1d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * Reads {@code 800B}, {@code 64KB}, {@code 32MB} or {@code 1GB} into bytes; 1KB is 1,024 bytes.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size: expected such as 800B, 64KB, 32MB or 1GB");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "B" -> amount;
      case "KB" -> amount << 10;
      case "MB" -> amount << 20;
      default -> amount << 30;
    };
  }
}
