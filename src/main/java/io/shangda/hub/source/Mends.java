package io.shangda.hub.source;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was taken although it was not as it should be, and how it was understood: one warning a kind
 * and page, at the page's first record. A warning at each of a hundred thousand rows would say no
 * more.
 */
final class Mends {
  static final String RULE = "mended";

  private record Mend(String place, String zh, String en) {}

  private final Map<String, Mend> first = new LinkedHashMap<>();
  private final Map<String, Integer> more = new LinkedHashMap<>();

  void add(String place, String zh, String en) {
    if (first.putIfAbsent(en, new Mend(place, zh, en)) != null) {
      more.merge(en, 1, Integer::sum);
    }
  }

  /** The records with the warnings at the first that could be read. */
  List<RawRecord> at(List<RawRecord> records) {
    if (first.isEmpty()) {
      return records;
    }
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i) instanceof RawRecord.Readable readable) {
        List<RawRecord> told = new ArrayList<>(records);
        told.set(i, new RawRecord.Readable(readable.place(), readable.tree(), findings()));
        return told;
      }
    }
    return records;
  }

  private List<Finding> findings() {
    return first.values().stream().map(this::finding).toList();
  }

  private Finding finding(Mend mend) {
    int others = more.getOrDefault(mend.en(), 0);
    String zh = "%s 处已作修正：%s%s。请来源系统改正导出方式。";
    String en = "mended at %s: %s%s; the source should write it right";
    return new Finding(
        Severity.WARN,
        RULE,
        "",
        mend.place(),
        Hash.sha256(mend.en()),
        zh.formatted(mend.place(), mend.zh(), others == 0 ? "" : "（同页另有 " + others + " 处）"),
        en.formatted(
            mend.place(),
            mend.en(),
            others == 0 ? "" : " (and at " + others + " more places of the page)"));
  }
}
