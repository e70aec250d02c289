package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.shangda.hub.record.Word;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published contract and what the hub really does are the same. */
class PushContractTest {
  private static final JsonNode CONTRACT = contract();

  static List<String> bodies() throws IOException {
    List<String> bodies = new ArrayList<>();
    for (CaseFiles.Case one : CaseFiles.in("render")) {
      if (one.name().startsWith("contract-")) {
        one.expected().forEach(request -> bodies.add(request.path("body").asText()));
      }
    }
    return bodies;
  }

  static List<CaseFiles.Case> answers() throws IOException {
    return CaseFiles.in("reply").stream()
        .filter(
            one ->
                List.of("contract-six-words", "contract-rejected-with-field-errors")
                    .contains(one.name()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void shouldSendWhatTheContractPromises(String body) throws IOException {
    assertThat(schema("Push").validate(Samples.JSON.readTree(body))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldUnderstandTheAnswersThatTheContractAsksFor(CaseFiles.Case one) {
    assertThat(schema("Answer").validate(one.input().at("/answer/body"))).isEmpty();
  }

  @Test
  void shouldShowExamplesThatKeepToIt() {
    JsonNode push = CONTRACT.at("/paths/~1records/post/requestBody/content/application~1json");
    JsonNode answer = CONTRACT.at("/paths/~1records/post/responses/200/content/application~1json");

    assertThat(push.has("example") && answer.has("example")).isTrue();
    assertThat(schema("Push").validate(push.get("example"))).isEmpty();
    assertThat(schema("Answer").validate(answer.get("example"))).isEmpty();
  }

  @Test
  void shouldNotTakeAnAcceptanceWithoutReceiptForAnAnswer() throws IOException {
    JsonNode answer =
        Samples.JSON.readTree("{\"results\":[{\"key\":\"sha256:1\",\"word\":\"accepted\"}]}");
    assertThat(schema("Answer").validate(answer)).isNotEmpty();
  }

  @Test
  void shouldNotTakeAPushWithAnUnknownFieldForTheContract() throws IOException {
    ObjectNode push = (ObjectNode) Samples.JSON.readTree(firstBody());
    push.put("surprise", true);
    assertThat(schema("Push").validate(push)).isNotEmpty();
  }

  @Test
  void shouldNameTheSixWordsAndTheContractAsTheHubDoes() {
    assertThat(CONTRACT.at("/components/schemas/Result/properties/word/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Arrays.stream(Word.values()).map(Word::word).toList());
    assertThat(CONTRACT.at("/components/schemas/Head/properties/contract/const").asText())
        .isEqualTo(ContractBody.CONTRACT);
  }

  private static String firstBody() throws IOException {
    return bodies().get(0);
  }

  private static JsonSchema schema(String name) {
    ObjectNode schema = Samples.JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$ref", "#/components/schemas/" + name);
    schema.set("components", CONTRACT.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }

  private static JsonNode contract() {
    try (InputStream file =
        PushContractTest.class.getResourceAsStream("/META-INF/openapi-push-contract.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
