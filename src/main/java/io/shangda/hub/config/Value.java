package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a configuration file that knows where it was written, also after bases and instances
 * were put together.
 */
sealed interface Value {
  /** The line of the key, where there is one: that is where a person looks. */
  Place place();

  JsonNode json();

  record Plain(Place place, JsonNode json) implements Value {
    static Plain text(Place place, String text) {
      return new Plain(place, TextNode.valueOf(text));
    }
  }

  record Items(Place place, List<Value> list) implements Value {
    @Override
    public JsonNode json() {
      ArrayNode node = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> node.add(item.json()));
      return node;
    }
  }

  record Fields(Place place, Map<String, Value> byKey) implements Value {
    @Override
    public ObjectNode json() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      byKey.forEach((key, value) -> node.set(key, value.json()));
      return node;
    }

    @Nullable Value get(String key) {
      return byKey.get(key);
    }

    /** The text at a key; null if there is no such key or it is no text. */
    @Nullable String text(String key) {
      Value value = byKey.get(key);
      return value != null && value.json().isTextual() ? value.json().textValue() : null;
    }

    Fields with(String key, Value value) {
      Map<String, Value> copy = new LinkedHashMap<>(byKey);
      copy.put(key, value);
      return new Fields(place, copy);
    }

    Fields without(String... keys) {
      Map<String, Value> copy = new LinkedHashMap<>(byKey);
      copy.keySet().removeAll(List.of(keys));
      return new Fields(place, copy);
    }
  }
}
