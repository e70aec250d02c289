package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows a source, a target or the retention as it is in effect, with the place every value came
 * from: {@code url: http://… # config/sources/towns.csv:3}.
 */
public final class EffectiveConfig {
  /** Texts that need no quotes in YAML. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!0[xo])[\\p{IsHan}A-Za-z0-9/][\\p{IsHan}A-Za-z0-9 _./()（）+-]*(?<! )");

  /** What a person looks for first, wherever it was written. */
  private static final List<String> FIRST = List.of("id", "title", "region", "publisher");

  private static final String RETENTION = "retention";

  private static final int COMMENT_COLUMN = 60;

  private EffectiveConfig() {}

  /**
   * The source or target of an id, or {@code retention}, as YAML with comments; empty if there is
   * none.
   */
  public static Optional<String> of(ConfigFiles files, String id) {
    for (String folder : List.of("sources", "targets")) {
      for (Document document : new Documents(files, folder, new Mistakes()).effective()) {
        if (document.id().equals(id)) {
          StringBuilder text = new StringBuilder();
          fields(text, inOrder(document.fields()), "", "");
          return Optional.of(text.toString());
        }
      }
    }
    Value.Fields retention = id.equals(RETENTION) ? retention(files) : null;
    if (retention == null) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    fields(text, retention, "", "");
    return Optional.of(text.toString());
  }

  private static Value.@Nullable Fields retention(ConfigFiles files) {
    return new Documents(files, "", new Mistakes()).single(Retention.FILE);
  }

  /**
   * Every source and target in effect, by {@code sources/<id>} and {@code targets/<id>}, and {@code
   * retention}.
   */
  public static Map<String, JsonNode> all(ConfigFiles files) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (String folder : List.of("sources", "targets")) {
      for (Document document : new Documents(files, folder, new Mistakes()).effective()) {
        all.put(folder + "/" + document.id(), document.fields().json());
      }
    }
    Value.Fields retention = retention(files);
    if (retention != null) {
      all.put(RETENTION, retention.json());
    }
    return all;
  }

  private static Value.Fields inOrder(Value.Fields fields) {
    Map<String, Value> ordered = new LinkedHashMap<>();
    for (String key : FIRST) {
      Value value = fields.get(key);
      if (value != null) {
        ordered.put(key, value);
      }
    }
    fields.byKey().forEach(ordered::putIfAbsent);
    return new Value.Fields(fields.place(), ordered);
  }

  private static void fields(StringBuilder text, Value.Fields fields, String first, String rest) {
    String indent = first;
    for (var field : fields.byKey().entrySet()) {
      value(text, indent + name(field.getKey()) + ":", field.getKey(), field.getValue(), rest);
      indent = rest;
    }
  }

  private static void value(
      StringBuilder text, String head, String key, Value value, String indent) {
    if (value instanceof Value.Fields below && !below.byKey().isEmpty()) {
      text.append(head).append('\n');
      fields(text, below, indent + "  ", indent + "  ");
    } else if (value instanceof Value.Items items && isNested(items)) {
      text.append(head).append('\n');
      for (Value item : items.list()) {
        if (item instanceof Value.Fields below) {
          fields(text, below, indent + "  - ", indent + "    ");
        } else {
          line(text, indent + "  - " + scalar(key, item.json()), item.place());
        }
      }
    } else {
      line(text, head + " " + scalar(key, value.json()), value.place());
    }
  }

  private static boolean isNested(Value.Items items) {
    return items.list().stream().anyMatch(item -> item instanceof Value.Fields);
  }

  private static void line(StringBuilder text, String line, Place place) {
    text.append(line)
        .append(" ".repeat(Math.max(2, COMMENT_COLUMN - line.length())))
        .append("# ")
        .append(place)
        .append('\n');
  }

  /** JSON is YAML too, where a plain text would be read as something else. */
  private static String scalar(String key, JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return SecretRules.isSecret(key) && !Secrets.isReference(text)
          ? "\"(a secret written out, not shown)\""
          : name(text);
    }
    return node.toString();
  }

  private static String name(String text) {
    boolean plain = PLAIN.matcher(text).matches() && YamlReader.plain(text).isTextual();
    return plain ? text : TextNode.valueOf(text).toString();
  }
}
