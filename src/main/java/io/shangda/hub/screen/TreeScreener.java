package io.shangda.hub.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at every text of a tree. Pointers are written only after something was found: nearly every
 * record is clean and passes once without making an object.
 */
final class TreeScreener implements Screener {
  private final TextScreen personalData;
  private final TextScreen spam;
  private final TextScreen secrets;

  TreeScreener(TextScreen personalData, TextScreen spam, TextScreen secrets) {
    this.personalData = personalData;
    this.spam = spam;
    this.secrets = secrets;
  }

  @Override
  public List<Finding> screenPayload(JsonNode payload, boolean personalDataAllowed) {
    List<Finding> found = personalDataAllowed ? List.of() : screen(payload, personalData);
    List<Finding> more = screen(payload, spam);
    if (found.isEmpty() || more.isEmpty()) {
      return found.isEmpty() ? more : found;
    }
    List<Finding> all = new ArrayList<>(found);
    all.addAll(more);
    return all;
  }

  @Override
  public List<Finding> screenRaw(JsonNode record) {
    return screen(record, secrets);
  }

  private static List<Finding> screen(JsonNode node, TextScreen screen) {
    if (!suspects(node, screen)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    screen(node, "", screen, findings);
    return findings;
  }

  private static boolean suspects(JsonNode node, TextScreen screen) {
    if (node.isTextual()) {
      return screen.suspects(node.textValue());
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (screen.suspects(field.getKey()) || suspects(field.getValue(), screen)) {
          return true;
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (suspects(array.get(i), screen)) {
          return true;
        }
      }
    }
    return isLong(node);
  }

  private static void screen(JsonNode node, String at, TextScreen screen, List<Finding> findings) {
    if (node.isTextual()) {
      screen.screen(node.textValue(), at, findings);
    } else if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        screenField(field.getKey(), field.getValue(), at, screen, findings);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (worthIt(array.get(i), screen)) {
          screen(array.get(i), at + '/' + i, screen, findings);
        }
      }
    } else if (isLong(node)) {
      screen.screen(node.bigIntegerValue(), at, findings);
    }
  }

  /** A name is text too; it is shown as a value is, for it may be somebody's number. */
  private static void screenField(
      String name, JsonNode value, String at, TextScreen screen, List<Finding> findings) {
    boolean suspect = screen.suspects(name);
    if (!suspect && !worthIt(value, screen)) {
      return;
    }
    String shown = suspect ? Masks.inFinding(name) : name;
    String field = at + '/' + shown.replace("~", "~0").replace("/", "~1");
    if (suspect) {
      screen.screen(name, field, findings);
    }
    screen(value, field, screen, findings);
  }

  private static boolean worthIt(JsonNode node, TextScreen screen) {
    return node.isTextual()
        ? screen.suspects(node.textValue())
        : node.isContainerNode() || isLong(node);
  }

  /** A whole number of so many digits that it could be a person's, written 1.39E10 or not. */
  private static boolean isLong(JsonNode node) {
    if (!node.isNumber()) {
      return false;
    }
    double value = node.doubleValue();
    return value >= 1e10 && value < 1e19 && (node.isIntegralNumber() || value == Math.rint(value));
  }
}
