package io.shangda.hub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas of the configuration files, the same that editors use ({@code
 * config/schemas/hub}).
 */
final class HubSchemas {
  /** What is taken out can leave something else wrong; a few rounds, then the document is lost. */
  private static final int ROUNDS = 4;

  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .regularExpressionFactory(HubSchemas::expression)
          .build();
  private final SchemaText texts = new SchemaText();
  private final Map<String, JsonSchema> byKind = new HashMap<>();

  /**
   * Checks a whole document; true if it is good.
   *
   * @param kind name of the schema file: {@code source}, {@code target}, {@code rules}, …
   */
  boolean check(String kind, Value.Fields document, Mistakes mistakes) {
    boolean good = true;
    for (ValidationMessage message : validate(kind, document)) {
      SchemaMistake mistake = new SchemaMistake(message, document, texts);
      if (!mistake.isIn(mistakes)) {
        mistake.addTo(mistakes);
      }
      good = false;
    }
    return good;
  }

  /**
   * A document without what its schema refuses, to look for mistakes of other kinds in the rest;
   * null if nothing good is left.
   */
  Value.@Nullable Fields goodPart(String kind, Value.Fields document) {
    Value.Fields rest = document;
    for (int round = 0; round < ROUNDS; round++) {
      Set<ValidationMessage> messages = validate(kind, rest);
      if (messages.isEmpty()) {
        return rest;
      }
      rest = Pruning.without(rest, messages);
    }
    return null;
  }

  /**
   * Checks a base: what it has must be right, but nothing must be there, and a value with a
   * placeholder is not yet a value.
   */
  void checkBase(String kind, Value.Fields document, Mistakes mistakes) {
    for (ValidationMessage message : validate(kind, document)) {
      SchemaMistake mistake = new SchemaMistake(message, document, texts);
      if (!mistake.isMissing() && !mistake.hasPlaceholder()) {
        mistake.addTo(mistakes);
      }
    }
  }

  private static RegularExpression expression(String regex) {
    Pattern pattern = ExactPattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }

  private Set<ValidationMessage> validate(String kind, Value.Fields document) {
    JsonNode json = document.json();
    return byKind.computeIfAbsent(kind, this::load).validate(json);
  }

  private JsonSchema load(String kind) {
    return factory.getSchema(
        SchemaLocation.of("classpath:schemas/hub/" + kind + ".schema.json"), config);
  }
}
