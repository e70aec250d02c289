package io.shangda.hub.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.SchemaLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Titles and descriptions of the hub's schemas, by which messages say what was expected. */
final class SchemaText {
  private static final String FOLDER = "schemas/hub/";
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, JsonNode> byFile = new HashMap<>();

  /** The schema object that holds the keyword at a location. */
  JsonNode parentOf(SchemaLocation keyword) {
    String location = keyword.toString();
    int fragment = location.indexOf('#');
    if (fragment < 0) {
      return MissingNode.getInstance();
    }
    return file(fileOf(location)).at(JsonPointer.compile(location.substring(fragment + 1)).head());
  }

  /** What the schema at a location, or else anything in its file, says a key is. */
  String property(SchemaLocation keyword, String name) {
    JsonNode near = parentOf(keyword).path("properties").path(name);
    String described = described(keyword, near);
    if (!described.isEmpty()) {
      return described;
    }
    return file(fileOf(keyword.toString())).findValues("properties").stream()
        .map(properties -> described(keyword, properties.path(name)))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Title and first sentence of the description, as far as there are such; else empty. */
  String described(SchemaLocation base, JsonNode schema) {
    String title = schema.path("title").asText();
    String description = schema.path("description").asText();
    int sentence = description.indexOf(". ");
    if (title.isEmpty() && description.isEmpty() && schema.has("$ref")) {
      return described(base, referred(fileOf(base.toString()), schema.path("$ref").asText()));
    }
    if (sentence > 0) {
      description = description.substring(0, sentence);
    } else if (description.endsWith(".")) {
      description = description.substring(0, description.length() - 1);
    }
    return title + (title.isEmpty() || description.isEmpty() ? "" : ": ") + description;
  }

  private JsonNode referred(String file, String reference) {
    int fragment = reference.indexOf('#');
    String named = fragment == 0 ? file : FOLDER + reference.substring(0, fragment);
    return file(named).at(reference.substring(fragment + 1));
  }

  private static String fileOf(String location) {
    return location.substring(location.indexOf(FOLDER), location.indexOf('#'));
  }

  private JsonNode file(String path) {
    return byFile.computeIfAbsent(path, this::load);
  }

  private JsonNode load(String path) {
    try (InputStream in = SchemaText.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? MissingNode.getInstance() : json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The schema " + path + " of this hub is unreadable", e);
    }
  }
}
