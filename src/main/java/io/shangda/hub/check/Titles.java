package io.shangda.hub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonNodePath;
import java.net.URI;
import java.util.function.Function;

/** What a schema calls a field: the {@code title} on the way to it, the innermost winning. */
final class Titles {
  private final String path;
  private final Function<String, JsonNode> documents;

  /**
   * @param path of the schema, below {@code config/schemas/}
   * @param documents schema texts by such a path
   */
  Titles(String path, Function<String, JsonNode> documents) {
    this.path = path;
    this.documents = documents;
  }

  /**
   * The title of the field that a keyword was evaluated on; empty if it has none.
   *
   * @param evaluation the keyword's evaluation path
   * @param property of the field that is missing or too much; empty for the field itself
   */
  String of(JsonNodePath evaluation, String property) {
    String document = path;
    JsonNode node = documents.apply(path);
    String holder = ""; // "$ref": what refers knows the field, what is referred to the kind
    for (int i = 0; i < evaluation.getNameCount() - 1; i++) {
      String name = String.valueOf(evaluation.getElement(i));
      if (name.equals("$ref")) {
        holder = node.path("title").asText(holder);
        String target = node.path("$ref").asText();
        document = document(document, target);
        node = resolve(document, target);
      } else {
        holder = "";
        node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
      }
    }
    if (!property.isEmpty()) {
      return node.path("properties").path(property).path("title").asText("");
    }
    return holder.isEmpty() ? node.path("title").asText("") : holder;
  }

  private static String document(String from, String target) {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    return file.isEmpty() ? from : URI.create(from).resolve(file).toString();
  }

  private JsonNode resolve(String document, String target) {
    int hash = target.indexOf('#');
    String pointer = hash < 0 ? "" : target.substring(hash + 1);
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      return MissingNode.getInstance(); // an anchor: no title, nothing worse
    }
    return documents.apply(document).at(pointer);
  }
}
