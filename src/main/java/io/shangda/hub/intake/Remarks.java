package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;

/** What a version's place among the others says that is no fault of its content. */
final class Remarks {
  private Remarks() {}

  /** A page shows its key in several states. */
  static Finding repeated(Identified record) {
    return Finding.of(
        Severity.WARN,
        "repeated-key",
        field(record),
        record.written(),
        "来源在同一页中多次列出该主键，内容不同；取版本时间最新的，没有时间的取最后一条，其余只存不报。请在来源系统中去重或核对主键。",
        "The source lists this key more than once in a page, with different content. The newest by"
            + " its version time counts, else the last; the others are stored and not sent. Remove"
            + " the repetition at the source, or look at the key.");
  }

  /** What was written in two ways has become one record. */
  static Finding writtenOtherwise(Identified record, Known newest) {
    return Finding.of(
        Severity.WARN,
        "key-form",
        field(record),
        record.written(),
        "主键写法与此前（"
            + newest.written()
            + "）不同，按规则视为同一条记录（"
            + record.name().key()
            + "）。若实为两条记录，请在来源系统中改用不同的主键。",
        "The key was written otherwise before ("
            + newest.written()
            + "); both are taken for one record ("
            + record.name().key()
            + "). If they are two, give them different keys at the source.");
  }

  /** It is older than what is known, by its own time. */
  static Finding late(Identified record, Known newest) {
    return Finding.of(
        Severity.WARN,
        "older-version",
        String.valueOf(record.plan().type().versionTime()),
        String.valueOf(record.versionTime()),
        "版本时间早于已收到的最新版本（" + newest.versionTime() + "），只存不报。若来源恢复过备份或改回了旧值，请在来源系统中更新该记录的版本时间。",
        "Its version time is before that of the newest version known ("
            + newest.versionTime()
            + "): it is stored and not sent. If the source was restored from a backup or the record"
            + " set back, give it a new version time there.");
  }

  private static String field(Identified record) {
    return record.plan().type().key().get(0);
  }
}
