package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what each record of a page is. One without type or key is unreadable: nothing could
 * ever find it again.
 */
final class Identify {
  private final SourcePlan plan;
  private final List<Identified> identified = new ArrayList<>();
  private final List<RawRecord.Unreadable> unreadable = new ArrayList<>();

  Identify(SourcePlan plan) {
    this.plan = plan;
  }

  List<Identified> identified() {
    return identified;
  }

  List<RawRecord.Unreadable> unreadable() {
    return unreadable;
  }

  void all(List<RawRecord> records) {
    for (RawRecord record : records) {
      if (record instanceof RawRecord.Readable readable) {
        one(readable);
      } else if (record instanceof RawRecord.Unreadable broken) {
        unreadable.add(broken);
      }
    }
  }

  private void one(RawRecord.Readable record) {
    ObjectNode content = record.content();
    TypePlan type = typeOf(content);
    if (type == null) {
      unreadable(
          record,
          "type",
          "记录不符合该来源配置的任何类型（types.when）。请核对来源配置或数据。",
          "The record fits none of the types configured for this source (types.when).");
      return;
    }
    String key = TypePlan.join(type.key(), content);
    if (key == null || !isUsable(key)) {
      unreadable(
          record,
          "key",
          "记录缺少主键 " + type.type().key() + "，或主键过长、含控制字符或残缺字符。请在来源系统中补正。",
          "The record has no key at "
              + type.type().key()
              + ", or one that is too long, or holds control characters or halves of characters.");
      return;
    }
    ParentKey parent = ParentKey.of(type, content);
    identified.add(
        new Identified(
            record.place(),
            content,
            type,
            new Name(type.type().type(), key),
            parent.name(),
            versionTime(type, content),
            type.deleted(content),
            type.canonical().hash(content),
            parent.findings()));
  }

  private @Nullable TypePlan typeOf(ObjectNode content) {
    for (TypePlan type : plan.types()) {
      if (type.takes(content)) {
        return type;
      }
    }
    return null;
  }

  private @Nullable Instant versionTime(TypePlan type, ObjectNode content) {
    if (type.versionTime() == null) {
      return null;
    }
    JsonNode value = content.at(type.versionTime());
    return value.isMissingNode() || value.isNull()
        ? null
        : plan.compilers().time(value.asText(), plan.source().zone());
  }

  private void unreadable(RawRecord.Readable record, String rule, String zh, String en) {
    unreadable.add(new RawRecord.Unreadable(record.place(), rule, zh, en));
  }

  static boolean isUsable(String key) {
    return key.length() <= RecordKey.MAX_KEY
        && key.chars().noneMatch(c -> c < ' ')
        && ForeignText.isStorable(key);
  }
}
