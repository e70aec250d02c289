package io.shangda.hub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.Masks;
import java.util.Map;

/** What each keyword of a schema means, in words for the one who has to mend the record. */
final class Hints {
  private static final Map<String, String> KINDS =
      Map.of(
          "string", "文本",
          "number", "数字",
          "integer", "整数",
          "boolean", "true 或 false",
          "object", "对象",
          "array", "列表",
          "null", "空值");

  /**
   * The same sentence in both languages.
   *
   * @param zh begins after the field's name
   * @param en begins after the field's name
   */
  record Hint(String zh, String en) {}

  private Hints() {}

  static Hint of(String keyword, JsonNode limit) {
    String is = Masks.inFinding(limit.isTextual() ? limit.textValue() : limit.toString());
    return switch (keyword) {
      case "required", "dependentRequired" ->
          new Hint("缺失，请在源系统补填", "is missing; fill it in at the source");
      case "type" -> new Hint("类型应为" + kinds(limit), "must be of type " + is);
      case "pattern" -> new Hint("格式不符，应匹配 " + is, "must match " + is);
      case "enum" -> new Hint("应为下列值之一：" + is, "must be one of " + is);
      case "const" -> new Hint("应为 " + is, "must be " + is);
      case "minLength" ->
          new Hint("过短，至少 " + is + " 个字符", "is too short, at least " + is + " characters");
      case "maxLength" ->
          new Hint("过长，至多 " + is + " 个字符", "is too long, at most " + is + " characters");
      case "format" -> new Hint("格式不符，应为 " + is, "must have the format " + is);
      case "additionalProperties", "unevaluatedProperties" ->
          new Hint("是多余的字段，请从映射中删除", "is no field of this schema; take it out of the mapping");
      default -> numbers(keyword, is);
    };
  }

  private static Hint numbers(String keyword, String is) {
    return switch (keyword) {
      case "minimum" -> new Hint("过小，不得小于 " + is, "is too small, at least " + is);
      case "maximum" -> new Hint("过大，不得大于 " + is, "is too large, at most " + is);
      case "exclusiveMinimum" -> new Hint("应大于 " + is, "must be more than " + is);
      case "exclusiveMaximum" -> new Hint("应小于 " + is, "must be less than " + is);
      case "multipleOf" -> new Hint("应为 " + is + " 的整数倍", "must be a multiple of " + is);
      case "minItems" -> new Hint("至少应有 " + is + " 项", "must have at least " + is + " items");
      case "maxItems" -> new Hint("至多可有 " + is + " 项", "must have at most " + is + " items");
      case "uniqueItems" -> new Hint("各项不得重复", "must not hold an item twice");
      case "minProperties" ->
          new Hint("至少应有 " + is + " 个字段", "must have at least " + is + " fields");
      case "maxProperties" ->
          new Hint("至多可有 " + is + " 个字段", "must have at most " + is + " fields");
      case "contains", "minContains" -> new Hint("缺少应有的项", "lacks an item that it must have");
      case "oneOf" -> new Hint("应恰好符合一种规定形式", "must have exactly one of the forms laid down");
      case "anyOf" -> new Hint("不符合任何一种规定形式", "has none of the forms laid down");
      case "not" -> new Hint("符合被禁止的形式", "has a form that is ruled out");
      default -> new Hint("不符合规则 " + keyword, "breaks the rule '" + keyword + "'");
    };
  }

  private static String kinds(JsonNode limit) {
    if (limit.isArray() && !limit.isEmpty()) {
      StringBuilder all = new StringBuilder();
      limit.forEach(kind -> all.append(all.isEmpty() ? "" : "或").append(kinds(kind)));
      return all.toString();
    }
    return KINDS.getOrDefault(limit.asText(), limit.asText());
  }
}
