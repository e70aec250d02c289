package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas that editors and the hub share. */
class HubSchemasTest {
  private static final Path FOLDER = Path.of("config/schemas/hub");
  private final ObjectMapper json = new ObjectMapper();

  static Stream<String> schemas() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldBeAValidSchemaOf202012(String file) throws IOException {
    JsonNode schema = json.readTree(FOLDER.resolve(file).toFile());

    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012))
                .validate(schema))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldSayWhatEveryKeyIs(String file) throws IOException {
    JsonNode schema = json.readTree(FOLDER.resolve(file).toFile());

    List<String> silent = new ArrayList<>();
    collectSilent("", schema, silent);

    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldAllowNoUnknownKeyWhereItNamesKeys(String file) throws IOException {
    JsonNode schema = json.readTree(FOLDER.resolve(file).toFile());

    List<String> open = new ArrayList<>();
    collectOpen("", schema, open);

    assertThat(open).isEmpty();
  }

  /** A key speaks by a title, a description, or what it refers to. */
  private static void collectSilent(String path, JsonNode node, List<String> silent) {
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals("properties") && node.has("type")) {
                field
                    .getValue()
                    .fields()
                    .forEachRemaining(
                        key -> {
                          JsonNode says = key.getValue();
                          if (!says.has("title") && !says.has("$ref")) {
                            silent.add(path + "/" + key.getKey());
                          }
                        });
              }
              collectSilent(path + "/" + field.getKey(), field.getValue(), silent);
            });
  }

  private static void collectOpen(String path, JsonNode node, List<String> open) {
    boolean namesKeys = node.path("type").asText().equals("object") && node.has("properties");
    boolean byKind = node.has("allOf") && node.path("properties").size() == 1;
    if (namesKeys && !byKind && !node.path("additionalProperties").isBoolean()) {
      open.add(path);
    }
    node.fields()
        .forEachRemaining(
            field -> collectOpen(path + "/" + field.getKey(), field.getValue(), open));
  }
}
