package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parent a record names. One that names none that could ever be found is rejected: sent without
 * its parent it would arrive before it (P4). A deletion needs no parent. What systems write at the
 * root of a tree, {@code 0} or the record's own key, names no parent: the record would wait for
 * ever.
 *
 * @param written the key as the source wrote it; empty if there is no parent
 */
record ParentKey(@Nullable Name name, String written, List<Finding> findings) {
  private static final ParentKey NONE = new ParentKey(null, "", List.of());
  private static final String RULE = "parent-key";
  private static final String ROOT = "0";

  /**
   * @param own what the record itself is
   */
  static ParentKey of(TypePlan type, ObjectNode content, Name own) {
    SourceConfig.Parent parent = type.type().parent();
    if (parent == null) {
      return NONE;
    }
    SourceKey key = SourceKey.of(type.parentKey(), content);
    if (key instanceof SourceKey.Usable usable) {
      Name name = new Name(parent.type(), usable.text());
      if (name.equals(own)) {
        return itself(type, usable);
      }
      return usable.text().equals(ROOT) ? root(type, parent, content) : named(name, usable);
    }
    SourceKey.Unusable unusable = (SourceKey.Unusable) key;
    if (type.deleted(content)) {
      return NONE;
    }
    boolean nothing = unusable.fault().isNothing();
    if (parent.optional() && nothing && allNothing(type, content)) {
      return NONE;
    }
    return rejected(
        finding(
            Severity.REJECT,
            unusable.at(),
            unusable.value(),
            "上级记录（"
                + parent.type()
                + "）的主键"
                + unusable.fault().zh
                + "，找不到上级。请在来源系统中补正"
                + (nothing ? "；该类记录确可没有上级的，请在来源配置的 parent 下设 optional: true。" : "。"),
            "The key of its parent ("
                + parent.type()
                + ") "
                + unusable.fault().en
                + ": no parent can be found by it. Mend it at the source"
                + (nothing
                    ? "; if such records may have no parent, set 'optional: true' under 'parent' in"
                        + " the source's configuration."
                    : ".")));
  }

  private static ParentKey named(Name name, SourceKey.Usable key) {
    return new ParentKey(name, key.written(), List.of());
  }

  /** It has none: whether that may be, a type whose records are each other's parents shows. */
  private static ParentKey itself(TypePlan type, SourceKey.Usable key) {
    return new ParentKey(
        null,
        "",
        List.of(
            finding(
                Severity.WARN,
                type.parentKey().get(0),
                key.written(),
                "上级就是记录自身，按没有上级处理。",
                "Its parent is the record itself; it is taken as one without a parent.")));
  }

  private static ParentKey root(TypePlan type, SourceConfig.Parent parent, ObjectNode content) {
    if (type.deleted(content)) {
      return NONE;
    }
    if (parent.optional()) {
      return new ParentKey(
          null,
          "",
          List.of(
              finding(
                  Severity.WARN,
                  type.parentKey().get(0),
                  ROOT,
                  "上级主键为 0，按没有上级处理。",
                  "The key of its parent is 0; it is taken as one without a parent.")));
    }
    return rejected(
        finding(
            Severity.REJECT,
            type.parentKey().get(0),
            ROOT,
            "上级记录（"
                + parent.type()
                + "）的主键为 0，即没有上级。请在来源系统中补填；该类记录确可没有上级的，请在来源配置的 parent 下设 optional: true。",
            "The key of its parent ("
                + parent.type()
                + ") is 0, which means none. Fill it in at the source; if such records may have no"
                + " parent, set 'optional: true' under 'parent' in the source's configuration."));
  }

  private static ParentKey rejected(Finding finding) {
    return new ParentKey(null, "", List.of(finding));
  }

  private static boolean allNothing(TypePlan type, ObjectNode content) {
    return type.parentKey().stream()
        .allMatch(
            pointer ->
                SourceKey.of(List.of(pointer), content) instanceof SourceKey.Unusable part
                    && part.fault().isNothing());
  }

  private static Finding finding(
      Severity severity, JsonPointer field, String value, String zh, String en) {
    return Finding.of(severity, RULE, field.toString(), value, zh, en);
  }
}
