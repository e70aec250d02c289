package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parent a record names. One that names none that could ever be found is rejected: sent without
 * its parent it would arrive before it (P4). A deletion needs no parent.
 */
record ParentKey(@Nullable Name name, List<Finding> findings) {
  private static final ParentKey NONE = new ParentKey(null, List.of());
  private static final String RULE = "parent-key";

  static ParentKey of(TypePlan type, ObjectNode content) {
    SourceConfig.Parent parent = type.type().parent();
    if (parent == null) {
      return NONE;
    }
    String key = TypePlan.join(type.parentKey(), content);
    if (key != null && Identify.isUsable(key)) {
      return new ParentKey(new Name(parent.type(), key), List.of());
    }
    if (type.deleted(content) || parent.optional() && isMissing(type, content)) {
      return NONE;
    }
    return new ParentKey(
        null, List.of(key == null ? empty(type, parent, content) : broken(type, parent, key)));
  }

  private static boolean isMissing(TypePlan type, ObjectNode content) {
    return type.parentKey().stream().allMatch(pointer -> isEmpty(content, pointer));
  }

  private static boolean isEmpty(ObjectNode content, JsonPointer pointer) {
    return TypePlan.join(List.of(pointer), content) == null;
  }

  private static Finding empty(TypePlan type, SourceConfig.Parent parent, ObjectNode content) {
    JsonPointer field =
        type.parentKey().stream().filter(p -> isEmpty(content, p)).findFirst().orElseThrow();
    return finding(
        field,
        "",
        "缺少上级记录（" + parent.type() + "）的主键。请在来源系统中补填；该类记录确可没有上级的，请在来源配置的 parent 下设 optional: true。",
        "The key of its parent ("
            + parent.type()
            + ") is missing. Fill it in at the source; if such records may have no parent, set"
            + " 'optional: true' under 'parent' in the source's configuration.");
  }

  private static Finding broken(TypePlan type, SourceConfig.Parent parent, String key) {
    RecordType of = parent.type();
    return finding(
        type.parentKey().get(0),
        key,
        "上级记录（" + of + "）的主键过长，或含控制字符或残缺字符，不可能与任何记录对应。请在来源系统中更正。",
        "The key of its parent ("
            + of
            + ") is too long, or holds control characters or halves of characters: no record can"
            + " have it. Correct it at the source.");
  }

  private static Finding finding(JsonPointer field, String value, String zh, String en) {
    return Finding.of(Severity.REJECT, RULE, field.toString(), value, zh, en);
  }
}
