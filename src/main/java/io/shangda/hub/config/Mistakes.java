package io.shangda.hub.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes, each once, however many sources inherit it. */
final class Mistakes {
  private static final int LONGEST = 80;
  private final Set<ConfigMistake> all = new LinkedHashSet<>();

  void add(Place place, String key, String found, String expected) {
    all.add(new ConfigMistake(place.file(), place.line(), key, found, expected));
  }

  void addAll(Collection<ConfigMistake> more) {
    all.addAll(more);
  }

  /** Whether something is said already about a key at a place. */
  boolean has(Place place, String key) {
    return all.stream()
        .anyMatch(
            mistake ->
                mistake.key().equals(key)
                    && mistake.line() == place.line()
                    && mistake.file().equals(place.file()));
  }

  int count() {
    return all.size();
  }

  /** By file and line, as a person mends them. */
  List<ConfigMistake> inOrder() {
    return all.stream()
        .sorted(Comparator.comparing(ConfigMistake::file).thenComparingInt(ConfigMistake::line))
        .toList();
  }

  /** A value as it stands in a message: in quotes, on one line, cut, without user and password. */
  static String quoted(String value) {
    String line =
        value.replaceAll("\\s+", " ").replaceAll("[^\\s/@:']{1,100}:[^\\s/@']{1,100}@", "…@");
    return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
  }
}
