package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the keys of a map whose form a schema has found good; what a schema cannot say (a
 * time zone that does not exist) becomes a mistake here.
 */
final class Reading {
  private final Value.Fields fields;
  private final String path;
  private final Mistakes mistakes;

  Reading(Value.Fields fields, String path, Mistakes mistakes) {
    this.fields = fields;
    this.path = path;
    this.mistakes = mistakes;
  }

  /** The map at a key; an empty one if there is none. */
  Reading below(String key) {
    Value value = fields.get(key);
    Value.Fields at =
        value instanceof Value.Fields there ? there : new Value.Fields(fields.place(), Map.of());
    return new Reading(at, pathTo(key), mistakes);
  }

  /** The maps of the list at a key. */
  List<Reading> items(String key) {
    List<Reading> items = new ArrayList<>();
    if (fields.get(key) instanceof Value.Items list) {
      for (Value item : list.list()) {
        if (item instanceof Value.Fields at) {
          String name = Optional.ofNullable(at.text("type")).orElse(String.valueOf(items.size()));
          items.add(new Reading(at, pathTo(key) + "[" + name + "]", mistakes));
        }
      }
    }
    return items;
  }

  boolean has(String key) {
    return fields.byKey().containsKey(key);
  }

  List<String> keys() {
    return List.copyOf(fields.byKey().keySet());
  }

  String text(String key) {
    return text(key, "");
  }

  String text(String key, String missing) {
    String text = fields.text(key);
    return text == null ? missing : text;
  }

  @Nullable String textOrNull(String key) {
    return fields.text(key);
  }

  /** A text, or a list of them. */
  List<String> texts(String key) {
    JsonNode node = node(key);
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.elements().forEachRemaining(item -> texts.add(item.asText()));
    return List.copyOf(texts);
  }

  boolean flag(String key) {
    return node(key).asBoolean(false);
  }

  int number(String key, int missing) {
    return node(key).asInt(missing);
  }

  Duration duration(String key, String missing) {
    return Units.duration(text(key, missing));
  }

  ObjectNode object(String key) {
    return node(key) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  @Nullable Sign sign(String key) {
    Reading sign = below(key);
    return has(key) ? new Sign(sign.text("field"), sign.texts("values")) : null;
  }

  ZoneId zone(String key) {
    try {
      return ZoneId.of(text(key, "Asia/Shanghai"));
    } catch (DateTimeException e) {
      mistake(key, Mistakes.quoted(text(key)), "a time zone such as Asia/Shanghai");
      return ZoneId.of("Asia/Shanghai");
    }
  }

  @Nullable LocalDate day(String key) {
    String text = textOrNull(key);
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      mistake(key, Mistakes.quoted(text), "a day that exists (yyyy-MM-dd)");
      return null;
    }
  }

  void mistake(String key, String found, String expected) {
    mistakes.add(place(key), pathTo(key), found, expected);
  }

  /** Place of a key; of the map itself if the key is not there. */
  Place place(String key) {
    Value value = fields.get(key);
    return value == null ? fields.place() : value.place();
  }

  /** Adds a mistake for the item of a list. */
  void mistakeAt(String key, int item, String found, String expected) {
    Place place =
        fields.get(key) instanceof Value.Items items && item < items.list().size()
            ? items.list().get(item).place()
            : place(key);
    mistakes.add(place, pathTo(key), found, expected);
  }

  private JsonNode node(String key) {
    Value value = fields.get(key);
    return value == null ? JsonNodeFactory.instance.missingNode() : value.json();
  }

  private String pathTo(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
