package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The hash by which a record's content is known again: over its JSON with keys in order and without
 * the fields that a source changes by itself, so that neither a reordered object nor a click
 * counter makes a new version.
 */
final class CanonicalJson {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  private final Set<String> ignored;

  /**
   * @param ignored JSON Pointers to leave out
   */
  CanonicalJson(List<String> ignored) {
    this.ignored = Set.copyOf(ignored);
  }

  Hash hash(ObjectNode content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(json, content, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Hash.sha256(out.toByteArray());
  }

  private void write(JsonGenerator json, JsonNode node, String path) throws IOException {
    if (node.isObject()) {
      object(json, node, path);
    } else if (node.isArray()) {
      json.writeStartArray();
      for (int i = 0; i < node.size(); i++) {
        write(json, node.get(i), ignored.isEmpty() ? path : path + "/" + i);
      }
      json.writeEndArray();
    } else if (node.isTextual()) {
      json.writeString(node.textValue());
    } else {
      json.writeRawValue(new SerializedString(node.asText()));
    }
  }

  private void object(JsonGenerator json, JsonNode node, String path) throws IOException {
    List<String> names = new ArrayList<>(node.size());
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    names.sort(null);
    json.writeStartObject();
    for (String name : names) {
      String place =
          ignored.isEmpty() ? path : path + "/" + name.replace("~", "~0").replace("/", "~1");
      if (ignored.isEmpty() || !ignored.contains(place)) {
        json.writeFieldName(name);
        write(json, node.get(name), place);
      }
    }
    json.writeEndObject();
  }
}
