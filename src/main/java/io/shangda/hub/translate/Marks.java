package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shangda.hub.record.Finding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Collects the marks of a mapped record and takes them out of it. A good record, which nearly every
 * one is, is looked through once without making an object.
 */
final class Marks {
  private final List<Finding> found = new ArrayList<>();

  private Marks() {}

  static Translation takenFrom(ObjectNode mapped) {
    if (!marked(mapped)) {
      return new Translation(mapped, List.of());
    }
    // JSLT shares nodes between its input and its output: what was received must stay as it is
    ObjectNode payload = mapped.deepCopy();
    Marks marks = new Marks();
    marks.takeObject(payload, "");
    return new Translation(payload, List.copyOf(marks.found));
  }

  private static boolean marked(JsonNode node) {
    if (node instanceof TextNode text) {
      return text instanceof Invalid || Invalid.marks(text.textValue());
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (Invalid.marks(field.getKey()) || marked(field.getValue())) {
          return true;
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (marked(array.get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private void takeObject(ObjectNode object, String at) {
    for (Iterator<Map.Entry<String, JsonNode>> i = object.properties().iterator(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      if (Invalid.marks(field.getKey())) {
        found.add(Invalid.within(field.getKey(), at));
        i.remove();
        continue;
      }
      String pointer = at + '/' + field.getKey().replace("~", "~0").replace("/", "~1");
      JsonNode kept = take(field.getValue(), pointer);
      if (kept.isMissingNode()) {
        i.remove();
      } else if (kept != field.getValue()) {
        field.setValue(kept);
      }
    }
  }

  private void takeArray(ArrayNode array, String at) {
    for (int i = 0; i < array.size(); i++) {
      JsonNode kept = take(array.get(i), at + '/' + i);
      if (kept.isMissingNode()) {
        array.setNull(i); // removal would shift the places that later findings name
      } else if (kept != array.get(i)) {
        array.set(i, kept);
      }
    }
  }

  /** What stays in the mark's place; the missing node if nothing does. */
  private JsonNode take(JsonNode node, String pointer) {
    if (node instanceof Invalid mark) {
      found.add(mark.findingAt(pointer));
      String kept = mark.kept();
      return kept == null ? MissingNode.getInstance() : TextNode.valueOf(kept);
    }
    if (node instanceof TextNode text && Invalid.marks(text.textValue())) {
      found.add(Invalid.within(text.textValue(), pointer));
      return MissingNode.getInstance();
    }
    if (node instanceof ObjectNode object) {
      takeObject(object, pointer);
    } else if (node instanceof ArrayNode array) {
      takeArray(array, pointer);
    }
    return node;
  }
}
