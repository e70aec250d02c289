package io.shangda.hub.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts values over values: maps key by key; lists of record types by their type; anything else is
 * replaced.
 */
final class Merge {
  /** The key by which the items of a list are recognized. */
  private static final String TYPE = "type";

  private Merge() {}

  static Value.Fields over(Value.Fields base, Value.Fields top) {
    Map<String, Value> merged = new LinkedHashMap<>(base.byKey());
    top.byKey().forEach((key, value) -> merged.merge(key, value, Merge::values));
    return new Value.Fields(top.place(), merged);
  }

  private static Value values(Value base, Value top) {
    if (base instanceof Value.Fields fields && top instanceof Value.Fields over) {
      return over(fields, over);
    }
    if (base instanceof Value.Items items
        && top instanceof Value.Items over
        && isTyped(items)
        && isTyped(over)) {
      return byType(items, over);
    }
    return top;
  }

  private static Value.Items byType(Value.Items base, Value.Items top) {
    List<Value> merged = new ArrayList<>(base.list());
    for (Value item : top.list()) {
      int at = indexOf(merged, typeOf(item));
      if (at < 0) {
        merged.add(item);
      } else {
        merged.set(at, values(merged.get(at), item));
      }
    }
    return new Value.Items(top.place(), List.copyOf(merged));
  }

  private static boolean isTyped(Value.Items items) {
    return items.list().stream().allMatch(item -> typeOf(item) != null);
  }

  /** Position of the item of a type; -1 if there is none. */
  static int indexOf(List<Value> items, @Nullable String type) {
    for (int i = 0; i < items.size(); i++) {
      if (type != null && type.equals(typeOf(items.get(i)))) {
        return i;
      }
    }
    return -1;
  }

  static @Nullable String typeOf(Value item) {
    return item instanceof Value.Fields fields ? fields.text(TYPE) : null;
  }
}
