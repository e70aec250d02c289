package io.shangda.hub.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.InputStreamSource;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ExactPattern;
import io.shangda.hub.config.Matching;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of one configuration: JSON Schema 2020-12 below {@code config/schemas/}, which may
 * refer to each other by relative path. Nothing is ever fetched from elsewhere.
 */
final class Schemas {
  static final String FOLDER = "schemas/";
  private static final String BASE = "config://schemas/";

  private final ConfigFiles files;
  private final ObjectMapper json = new ObjectMapper();
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig settings =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .formatAssertionsEnabled(true)
          .failFast(false)
          .regularExpressionFactory(Schemas::expression)
          .cacheRefs(true)
          .locale(Locale.ENGLISH)
          .build();
  private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();

  Schemas(ConfigFiles files) {
    this.files = files;
    this.factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(this::load)));
  }

  /**
   * @param path below {@code config/schemas/}
   * @throws IllegalArgumentException if there is none, or it does not compile
   */
  JsonSchema get(String path) {
    return compiled.computeIfAbsent(path, this::compile);
  }

  private static RegularExpression expression(String regex) {
    Pattern pattern = ExactPattern.compile(regex);
    return text -> Matching.find(pattern, text);
  }

  /** The schema's text as a tree, for titles. */
  JsonNode document(String path) {
    return documents.computeIfAbsent(path, this::parse);
  }

  /** The schema that schemas themselves follow. */
  JsonSchema metaSchema() {
    return factory.getSchema(SchemaLocation.of(VersionFlag.V202012.getId()), settings);
  }

  private JsonSchema compile(String path) {
    document(path); // says where a text is no JSON
    try {
      JsonSchema schema = factory.getSchema(SchemaLocation.of(BASE + path), settings);
      schema.initializeValidators();
      return schema;
    } catch (RuntimeException e) { // the library has no common type for what a schema can do wrong
      throw new IllegalArgumentException(
          "Schema 'config/" + FOLDER + path + "' does not compile: " + e.getMessage(), e);
    }
  }

  private JsonNode parse(String path) {
    String text = files.text(FOLDER + path);
    if (text == null) {
      throw new IllegalArgumentException("There is no schema 'config/" + FOLDER + path + "'");
    }
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Schema 'config/" + FOLDER + path + "' is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private @Nullable InputStreamSource load(AbsoluteIri iri) {
    String name = iri.toString();
    if (name.startsWith("classpath:")) {
      return null; // the library's own meta-schemas
    }
    byte[] content =
        name.startsWith(BASE) ? files.byPath().get(FOLDER + name.substring(BASE.length())) : null;
    if (content == null) {
      throw new IllegalArgumentException(
          "$ref to '"
              + name.replace(BASE, "config/" + FOLDER)
              + "', which is no file below config/schemas/");
    }
    return () -> new ByteArrayInputStream(content);
  }
}
