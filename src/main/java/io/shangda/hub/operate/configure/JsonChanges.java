package io.shangda.hub.operate.configure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two JSON values, a line for each place. */
public final class JsonChanges {
  private final List<String> lines = new ArrayList<>();

  private JsonChanges() {}

  /** Lines such as {@code /state: "01" → "02"}; empty if both say the same. */
  public static List<String> between(JsonNode before, JsonNode now) {
    JsonChanges changes = new JsonChanges();
    changes.compare("", before, now);
    return changes.lines;
  }

  private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode now) {
    if (before == null || now == null) {
      line(path, before, now);
    } else if (before.isObject() && now.isObject()) {
      Set<String> names = new TreeSet<>();
      before.fieldNames().forEachRemaining(names::add);
      now.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(below(path, name), before.get(name), now.get(name)));
    } else if (before.isArray() && now.isArray()) {
      for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
        compare(path + "/" + i, before.get(i), now.get(i));
      }
    } else if (!before.equals(now)) {
      line(path, before, now);
    }
  }

  private void line(String path, @Nullable JsonNode before, @Nullable JsonNode now) {
    lines.add((path.isEmpty() ? "(whole)" : path) + ": " + text(before) + " → " + text(now));
  }

  private static String below(String path, String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static String text(@Nullable JsonNode node) {
    return node == null ? "(nothing)" : node.toString();
  }
}
