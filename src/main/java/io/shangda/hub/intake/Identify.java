package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RawRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what each record of a page is. One without type or key is unreadable: nothing could
 * ever find it again.
 */
final class Identify {
  private final SourcePlan plan;
  private final Instant arrived;
  private final Map<Name, Name> otherwise = new HashMap<>();
  private final List<Identified> identified = new ArrayList<>();
  private final List<RawRecord.Unreadable> unreadable = new ArrayList<>();

  /**
   * @param arrived when the page came
   */
  Identify(SourcePlan plan, Instant arrived) {
    this.plan = plan;
    this.arrived = arrived;
  }

  /**
   * Keys that are not as they were written, with what was written: a record may be known by that,
   * from before keys were made alike.
   */
  Map<Name, Name> otherwise() {
    return otherwise;
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
      ofNoType(record, content);
      return;
    }
    SourceKey key = SourceKey.of(type.key(), content);
    if (key instanceof SourceKey.Usable usable) {
      identified.add(identified(record, content, type, usable));
    } else if (key instanceof SourceKey.Unusable unusable) {
      unreadable(
          record,
          "key",
          "主键 " + unusable.at() + " " + unusable.fault().zh + "。请在来源系统中补正。",
          "The record's key at "
              + unusable.at()
              + " "
              + unusable.fault().en
              + ". Mend it at the source.");
    }
  }

  /** What it deletes cannot be guessed: records of two types may have the same key. */
  private void ofNoType(RawRecord.Readable record, ObjectNode content) {
    if (plan.types().stream().anyMatch(type -> type.deleted(content))) {
      unreadable(
          record,
          "type",
          "记录带有删除标志，但缺少或不符合 types.when 所依据的字段，无法判断删除的是哪一类记录，未作撤回。请来源系统在删除记录中保留该字段。",
          "The record says that it is deleted, but not by any 'types.when' of which type it is:"
              + " nothing is withdrawn. Have the source keep that field in what it deletes.");
    } else {
      unreadable(
          record,
          "type",
          "记录不符合该来源配置的任何类型（types.when）。请核对来源配置或数据。",
          "The record fits none of the types configured for this source (types.when).");
    }
  }

  private Identified identified(
      RawRecord.Readable record, ObjectNode content, TypePlan type, SourceKey.Usable key) {
    Name name = new Name(type.type().type(), key.text());
    written(name, key.written());
    ParentKey parent = ParentKey.of(type, content, name);
    if (parent.name() != null) {
      written(parent.name(), parent.written());
    }
    VersionTime time = VersionTime.of(plan, type, content, arrived);
    List<Finding> findings = parent.findings();
    if (!time.findings().isEmpty() || !record.findings().isEmpty()) {
      findings = new ArrayList<>(findings);
      findings.addAll(time.findings());
      findings.addAll(record.findings());
    }
    return new Identified(
        record.place(),
        content,
        type,
        name,
        key.written(),
        parent.name(),
        time.at(),
        type.deleted(content),
        type.canonical().hash(content),
        findings);
  }

  /** Only a single value is remembered: several that were joined may have been two keys in one. */
  private void written(Name name, String written) {
    if (!written.equals(name.key()) && written.indexOf('|') < 0 && SourceKey.isUsable(written)) {
      otherwise.put(name, new Name(name.type(), written));
    }
  }

  private @Nullable TypePlan typeOf(ObjectNode content) {
    for (TypePlan type : plan.types()) {
      if (type.takes(content)) {
        return type;
      }
    }
    return null;
  }

  private void unreadable(RawRecord.Readable record, String rule, String zh, String en) {
    unreadable.add(new RawRecord.Unreadable(record.place(), rule, zh, en));
  }
}
