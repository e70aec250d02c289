package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.SourceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed view of a connector's options. The schema of a source has checked them, so a wrong value
 * here means a connector without a schema; it is named and ends the pull.
 */
record OptionValues(JsonNode node, String path) {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+)\\s*([A-Za-z]+)");

  static OptionValues of(SourceConfig source) {
    return new OptionValues(source.options(), "options");
  }

  @Nullable String text(String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  String text(String key, String fallback) {
    String value = text(key);
    return value == null ? fallback : value;
  }

  String required(String key) {
    String value = text(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + path + "." + key + "' is missing");
    }
    return value;
  }

  int number(String key, int fallback) {
    JsonNode value = node.path(key);
    return value.isMissingNode() ? fallback : value.asInt(fallback);
  }

  @Nullable JsonPointer pointer(String key) {
    String value = text(key);
    return value == null ? null : JsonPointer.compile(value);
  }

  Duration duration(String key, Duration fallback) {
    String value = text(key);
    return value == null ? fallback : duration(key, value);
  }

  /** Bytes; 1 KB is 1024 of them. */
  int size(String key, int fallback) {
    return (int) Math.min(bytes(key, fallback), Integer.MAX_VALUE - 64);
  }

  /** The same, where there may be more of them than an array holds. */
  long bytes(String key, long fallback) {
    String value = text(key);
    return value == null ? fallback : bytes(key, value);
  }

  OptionValues below(String key) {
    return new OptionValues(node.path(key), path + "." + key);
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  Map<String, String> map(String key) {
    Map<String, String> values = new LinkedHashMap<>();
    node.path(key).properties().forEach(e -> values.put(e.getKey(), e.getValue().asText()));
    return values;
  }

  List<String> list(String key) {
    List<String> values = new ArrayList<>();
    node.path(key).forEach(value -> values.add(value.asText()));
    return values;
  }

  private Duration duration(String key, String value) {
    Matcher amount = amount(key, value, "a length of time such as 30s");
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw mistake(key, value, "a length of time such as 30s");
    };
  }

  private long bytes(String key, String value) {
    Matcher amount = amount(key, value, "a size such as 32MB");
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "B" -> number;
      case "KB" -> number << 10;
      case "MB" -> number << 20;
      case "GB" -> number << 30;
      default -> throw mistake(key, value, "a size such as 32MB");
    };
  }

  private Matcher amount(String key, String value, String expected) {
    Matcher amount = AMOUNT.matcher(value);
    if (!amount.matches()) {
      throw mistake(key, value, expected);
    }
    return amount;
  }

  private IllegalArgumentException mistake(String key, String value, String expected) {
    return new IllegalArgumentException(
        "'" + path + "." + key + "' is '" + value + "'; expected " + expected);
  }
}
