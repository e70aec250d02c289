package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.SourceConfig.Sign;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Fields compared as text. */
final class Signs {
  private Signs() {}

  static boolean fits(Sign sign, JsonNode node) {
    return sign.values().contains(text(node.at(sign.field())));
  }

  static @Nullable Sign of(OptionValues options, String key) {
    if (!options.has(key)) {
      return null;
    }
    OptionValues sign = options.below(key);
    return new Sign(sign.required("field"), sign.list("values"));
  }

  /** A value's text without exponent; empty for null, missing, lists and objects. */
  static String text(JsonNode node) {
    if (node.isBigDecimal()) {
      BigDecimal value = node.decimalValue();
      return value.toPlainString();
    }
    return node.isValueNode() && !node.isNull() ? node.asText() : "";
  }
}
