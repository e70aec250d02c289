package io.shangda.hub.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the line of a key for checks that know files and keys only: {@code rules.case/late.when} is
 * the key {@code when} of the item of {@code rules} whose id (or type) is {@code case/late}.
 */
final class Lines {
  private static final String CONFIG = "config/";
  private final ConfigFiles files;
  private final Map<String, Optional<Value>> byFile = new HashMap<>();

  Lines(ConfigFiles files) {
    this.files = files;
  }

  /** The mistake with its line, as far as that can be told. */
  ConfigMistake located(ConfigMistake mistake) {
    if (mistake.line() > 0 || mistake.key().isEmpty() || !mistake.file().endsWith(".yaml")) {
      return mistake;
    }
    return byFile
        .computeIfAbsent(mistake.file(), this::read)
        .map(value -> withLine(mistake, value))
        .orElse(mistake);
  }

  private static ConfigMistake withLine(ConfigMistake mistake, Value file) {
    Value at = file;
    for (String step : mistake.key().split("[.\\[\\]]+")) {
      at = below(at, step).orElse(at);
    }
    return new ConfigMistake(
        mistake.file(), at.place().line(), mistake.key(), mistake.found(), mistake.expected());
  }

  private static Optional<Value> below(Value value, String step) {
    if (value instanceof Value.Fields fields) {
      return Optional.ofNullable(fields.get(step));
    }
    if (value instanceof Value.Items items) {
      return items.list().stream().filter(item -> isNamed(item, step)).findFirst();
    }
    return Optional.empty();
  }

  private static boolean isNamed(Value item, String name) {
    return item instanceof Value.Fields fields
        && (name.equals(fields.text("id")) || name.equals(fields.text("type")));
  }

  private Optional<Value> read(String file) {
    String text = file.startsWith(CONFIG) ? files.text(file.substring(CONFIG.length())) : null;
    return text == null
        ? Optional.empty()
        : Optional.ofNullable(new YamlReader(file, new Mistakes()).read(text));
  }
}
