package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A field whose value could not be translated is not in the payload: that it is missing there, by
 * the schema or by a rule, is no second fault.
 */
final class Overlap {
  private Overlap() {}

  /**
   * @param found by schema and rules in the payload
   * @param known of the translation
   */
  static List<Finding> without(List<Finding> found, List<Finding> known, JsonNode payload) {
    if (known.isEmpty() || found.isEmpty()) {
      return found;
    }
    Set<String> fields = new HashSet<>();
    known.forEach(f -> fields.add(f.field()));
    return found.stream()
        .filter(f -> !(fields.contains(f.field()) && isMissing(f.field(), payload)))
        .toList();
  }

  private static boolean isMissing(String field, JsonNode payload) {
    return field.startsWith("/") && payload.at(field).isMissingNode();
  }
}
