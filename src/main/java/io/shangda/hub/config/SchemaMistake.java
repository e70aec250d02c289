package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What a JSON Schema says against a document, in an operator's words and with the line. */
final class SchemaMistake {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[a-z][a-z0-9.-]*}");
  private final ValidationMessage message;
  private final SchemaText texts;
  private final StringBuilder key = new StringBuilder();
  private Value value;

  SchemaMistake(ValidationMessage message, Value.Fields document, SchemaText texts) {
    this.message = message;
    this.texts = texts;
    this.value = document;
    JsonNodePath path = message.getInstanceLocation();
    for (int i = 0; i < path.getNameCount(); i++) {
      descend(String.valueOf(path.getElement(i)));
    }
  }

  private void descend(String step) {
    if (value instanceof Value.Fields fields) {
      Value below = fields.get(step);
      key.append(key.isEmpty() ? "" : ".").append(step);
      value = below == null ? value : below;
    } else if (value instanceof Value.Items items) {
      value = items.list().get(Integer.parseInt(step));
      String type = Merge.typeOf(value);
      key.append('[').append(type == null ? step : type).append(']');
    }
  }

  boolean isMissing() {
    return message.getType().equals("required");
  }

  boolean hasPlaceholder() {
    return PLACEHOLDER.matcher(value.json().asText()).find();
  }

  /** Whether a mistake of this very value is known already, from a closer look than this one. */
  boolean isIn(Mistakes mistakes) {
    return value instanceof Value.Plain && mistakes.has(value.place(), key.toString());
  }

  void addTo(Mistakes mistakes) {
    switch (message.getType()) {
      case "required" -> add(mistakes, "nothing", missing());
      case "additionalProperties" -> addUnknown(mistakes);
      case "type" -> add(mistakes, found(), type());
      case "enum" -> add(mistakes, found(), "one of " + choices());
      case "const" -> add(mistakes, found(), message.getSchemaNode().asText());
      case "minProperties", "minItems" -> add(mistakes, "nothing in it", "at least one");
      case "maxProperties" -> add(mistakes, keys(value), "only one of these");
      case "minimum" -> add(mistakes, found(), "at least " + message.getSchemaNode().asText());
      case "maximum" -> add(mistakes, found(), "at most " + message.getSchemaNode().asText());
      default -> add(mistakes, found(), form());
    }
  }

  private void add(Mistakes mistakes, String found, String expected) {
    mistakes.add(value.place(), isMissing() ? below(property()) : key.toString(), found, expected);
  }

  private void addUnknown(Mistakes mistakes) {
    String property = property();
    Value unknown = value instanceof Value.Fields fields ? fields.get(property) : null;
    mistakes.add(
        unknown == null ? value.place() : unknown.place(),
        below(property),
        "an unknown key",
        "one of " + String.join(", ", known()));
  }

  private String below(String property) {
    return key + (key.isEmpty() ? "" : ".") + property;
  }

  private String property() {
    return String.valueOf(message.getProperty());
  }

  /** Never the value of what ought to be a reference to a secret: it may be the secret. */
  private String found() {
    if (isSecret()) {
      return "a secret written out";
    }
    if (value instanceof Value.Plain && SecretRules.isNearSecret(key.toString())) {
      return "a value that is not shown here";
    }
    return describe(value.json());
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "a map of keys";
      case ARRAY -> "a list";
      case NULL -> "nothing";
      case STRING -> Mistakes.quoted(node.textValue());
      case NUMBER -> "the number " + node.asText();
      default -> node.asText();
    };
  }

  private String type() {
    List<String> types = new ArrayList<>();
    JsonNode schema = message.getSchemaNode();
    if (schema.isArray()) {
      schema.forEach(type -> types.add(word(type.asText())));
    } else {
      types.add(word(schema.asText()));
    }
    if (types.contains("text") && value.json().isValueNode() && !value.json().isNull()) {
      return unquoted(String.join(" or ", types));
    }
    return String.join(" or ", types) + (described().isEmpty() ? "" : ": " + described());
  }

  /**
   * Quotes help where the value would be right as a text: {@code 10} for a rate is not, 10/s is.
   */
  private String unquoted(String types) {
    JsonNode pattern = schema().path("pattern");
    boolean rightAsText =
        !pattern.isTextual()
            || ExactPattern.compile(pattern.textValue()).matcher(value.json().asText()).find();
    if (!rightAsText) {
      return form();
    }
    return types
        + (isSecret() ? "" : " (put it in quotes)")
        + (described().isEmpty() ? "" : ": " + described());
  }

  private static String word(String type) {
    return switch (type) {
      case "object" -> "a map of keys";
      case "array" -> "a list";
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }

  private String choices() {
    return String.join(
        ", ",
        StreamSupport.stream(message.getSchemaNode().spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }

  private String missing() {
    String described = texts.property(message.getSchemaLocation(), property());
    return described.isEmpty() ? "a value" : described;
  }

  /** What the schema says the value is; its pattern if it says nothing. */
  private String form() {
    String described = described();
    return described.isEmpty()
        ? message.getType() + " " + message.getSchemaNode().asText()
        : described;
  }

  private boolean isSecret() {
    return message.getSchemaLocation().toString().contains("/$defs/secret");
  }

  private String described() {
    return texts.described(message.getSchemaLocation(), schema());
  }

  private JsonNode schema() {
    return texts.parentOf(message.getSchemaLocation());
  }

  private List<String> known() {
    List<String> names = new ArrayList<>();
    schema().path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String keys(Value value) {
    return value instanceof Value.Fields fields ? String.join(", ", fields.byKey().keySet()) : "";
  }
}
