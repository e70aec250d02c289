package io.shangda.hub.config;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out of a document what its schema refuses, so that the rest can be checked for other
 * mistakes in the same go.
 */
final class Pruning {
  private Pruning() {}

  /** The document without the values that the messages are about. */
  static Value.Fields without(Value.Fields document, Iterable<ValidationMessage> messages) {
    Value.Fields pruned = document;
    for (ValidationMessage message : messages) {
      List<String> path = path(message);
      if (!path.isEmpty()) {
        pruned = (Value.Fields) without(pruned, path, 0);
      }
    }
    return pruned;
  }

  /** What is unknown goes alone; where something is missing, all of what it is missing in goes. */
  private static List<String> path(ValidationMessage message) {
    List<String> path = new ArrayList<>();
    JsonNodePath location = message.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      path.add(String.valueOf(location.getElement(i)));
    }
    if (message.getType().equals("additionalProperties") && message.getProperty() != null) {
      path.add(message.getProperty());
    }
    return path;
  }

  private static Value without(Value value, List<String> path, int at) {
    String step = path.get(at);
    boolean last = at == path.size() - 1;
    if (value instanceof Value.Fields fields) {
      Value below = fields.get(step);
      if (below == null) {
        return value;
      }
      Map<String, Value> byKey = new LinkedHashMap<>(fields.byKey());
      if (last) {
        byKey.remove(step);
      } else {
        byKey.put(step, without(below, path, at + 1));
      }
      return new Value.Fields(fields.place(), byKey);
    }
    if (value instanceof Value.Items items && isIndex(step, items)) {
      int index = Integer.parseInt(step);
      List<Value> list = new ArrayList<>(items.list());
      if (last) {
        list.remove(index);
      } else {
        list.set(index, without(list.get(index), path, at + 1));
      }
      return new Value.Items(items.place(), List.copyOf(list));
    }
    return value;
  }

  private static boolean isIndex(String step, Value.Items items) {
    return step.chars().allMatch(Character::isDigit)
        && step.length() < 9
        && Integer.parseInt(step) < items.list().size();
  }
}
