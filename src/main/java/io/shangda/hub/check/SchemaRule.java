package io.shangda.hub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.shangda.hub.config.Matching;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema as a source of findings. */
final class SchemaRule {
  private static final Set<String> ABOUT_A_PROPERTY =
      Set.of("required", "dependentRequired", "additionalProperties", "unevaluatedProperties");

  private final JsonSchema schema;
  private final Titles titles;

  SchemaRule(JsonSchema schema, Titles titles) {
    this.schema = schema;
    this.titles = titles;
  }

  void check(ObjectNode payload, List<Finding> findings) {
    try {
      for (ValidationMessage message : schema.validate(payload)) {
        findings.add(finding(message));
      }
    } catch (Matching.TooCostly e) {
      findings.add(unjudged(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      findings.add(unjudged("it refers to itself without end, or the record nests too deep"));
    }
  }

  /** A record that the schema cannot judge must not slip through, nor stop the others. */
  private static Finding unjudged(String why) {
    return Finding.of(
        Severity.REJECT,
        "schema/unjudged",
        "",
        "",
        "数据规范无法判断本记录，记录被拒绝，同批其他记录继续处理：" + why + "；请改正数据规范，再以 reprocess 重新处理",
        "The schema cannot judge this record, which is rejected; the others go on: "
            + why
            + ". Mend the schema, then reprocess");
  }

  private Finding finding(ValidationMessage message) {
    String keyword = message.getType();
    String property = ABOUT_A_PROPERTY.contains(keyword) ? text(message.getProperty()) : "";
    String pointer = message.getInstanceLocation().toString();
    if (!property.isEmpty()) {
      pointer = pointer + "/" + property.replace("~", "~0").replace("/", "~1");
    }
    JsonNode instance = node(message.getInstanceNode());
    JsonNode value = property.isEmpty() ? instance : instance.path(property);
    Hints.Hint hint = Hints.of(keyword, node(message.getSchemaNode()));
    String title = titles.of(message.getEvaluationPath(), property);
    String name = pointer.isEmpty() ? "the record" : pointer.substring(1);
    return Finding.of(
        Severity.REJECT,
        "schema/" + keyword,
        pointer,
        value.isMissingNode() ? "" : value.isTextual() ? value.textValue() : value.toString(),
        (title.isEmpty() ? (pointer.isEmpty() ? "记录" : name) : title + "(" + name + ")")
            + " "
            + hint.zh(),
        (title.isEmpty() ? name : name + " (" + title + ")") + " " + hint.en());
  }

  private static JsonNode node(@Nullable JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
