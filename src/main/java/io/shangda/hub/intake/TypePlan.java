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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One record type of a source, compiled. */
record TypePlan(
    SourceType type,
    @Nullable Mark when,
    @Nullable Mark deletion,
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

  /** A field that has one of some values, as {@link KeyText} compares them. */
  record Mark(JsonPointer field, Set<String> values) {
    static @Nullable Mark of(@Nullable Sign sign) {
      return sign == null
          ? null
          : new Mark(
              JsonPointer.compile(sign.field()),
              sign.values().stream().map(KeyText::of).collect(Collectors.toUnmodifiableSet()));
    }

    boolean isOn(ObjectNode content) {
      JsonNode value = content.at(field);
      return !value.isMissingNode() && values.contains(value.isNull() ? "null" : KeyText.of(value));
    }
  }

  boolean takes(ObjectNode content) {
    return when == null || when.isOn(content);
  }

  boolean deleted(ObjectNode content) {
    return deletion != null && deletion.isOn(content);
  }
}
