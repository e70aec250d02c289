package io.shangda.hub.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Values the province platform knows. A dictionary that is not listed is not published: any value
 * of it passes.
 */
record Dictionary(Map<String, Set<String>> values) {
  /** Enumerations of the specification. */
  static final Dictionary ENUMS =
      new Dictionary(
          Map.of(
              "PRICE_UNIT", Set.of("0", "1"),
              "RELATE_CODE", Set.of("0", "1"),
              "TRUE_OR_FALSE", Set.of("0", "1"),
              "PRICE_FORM_CODE", Set.of("1", "2", "3", "9")));

  /** 1000 招标方式, 21 招标组织形式, 10005 企业性质. */
  static final Dictionary DOMAINS =
      new Dictionary(
          Map.of(
              "1000", Set.of("1", "2"),
              "21", Set.of("1", "2"),
              "10005", Set.of("1", "2", "3", "4", "5", "6", "9")));

  /** Divisions of Yunnan, under the name {@code area}. */
  static final Dictionary AREAS = new Dictionary(Map.of("area", yunnan()));

  boolean lacks(String name, String value) {
    Set<String> known = values.get(name);
    return known != null && !known.contains(value);
  }

  private static Set<String> yunnan() {
    String file = "/sandbox/yunnan-divisions.txt";
    Set<String> codes = new HashSet<>(Set.of("530000"));
    try (InputStream in =
        Objects.requireNonNull(Dictionary.class.getResourceAsStream(file), file)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .forEach(
              parts -> {
                codes.add(parts.get(0) + "00");
                parts.subList(1, parts.size()).forEach(end -> codes.add(parts.get(0) + end));
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(codes);
  }
}
