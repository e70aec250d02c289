package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.check.Checker;
import io.shangda.hub.config.SourceConfig.Sign;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.translate.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record type of a source, compiled. */
record TypePlan(
    SourceType type,
    List<JsonPointer> key,
    @Nullable JsonPointer versionTime,
    List<JsonPointer> parentKey,
    List<JsonPointer> search,
    CanonicalJson canonical,
    Mapping mapping,
    Checker checker,
    List<TargetPlan> targets) {

  /** What a target wants of this type beyond the provincial record. */
  record TargetPlan(TargetId id, @Nullable Mapping mapping, @Nullable Checker checker) {}

  boolean takes(ObjectNode content) {
    return type.when() == null || matches(type.when(), content);
  }

  boolean deleted(ObjectNode content) {
    return type.deleted() != null && matches(type.deleted(), content);
  }

  /** The values at some pointers joined by a bar; null if one is missing or empty. */
  static @Nullable String join(List<JsonPointer> pointers, JsonNode content) {
    StringBuilder joined = new StringBuilder();
    for (JsonPointer pointer : pointers) {
      String value = content.at(pointer).asText("").strip();
      if (value.isEmpty()) {
        return null;
      }
      joined.append(joined.isEmpty() ? "" : "|").append(value);
    }
    return joined.toString();
  }

  private static boolean matches(Sign sign, ObjectNode content) {
    JsonNode value = content.at(sign.field());
    return !value.isMissingNode() && sign.values().contains(value.asText());
  }
}
