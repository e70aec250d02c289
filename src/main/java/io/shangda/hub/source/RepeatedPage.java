package io.shangda.hub.source;

import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawRecord;
import java.util.List;

/** Tells a page whose records are those of the page before it. */
public final class RepeatedPage {
  private RepeatedPage() {}

  /**
   * Enough to see that two pages have the same records, without hashing all of them: their number,
   * the first and the last. Empty for a page without records.
   */
  public static String fingerprint(List<RawRecord> records) {
    if (records.isEmpty()) {
      return "";
    }
    String ends = content(records.get(0)) + content(records.get(records.size() - 1));
    return records.size() + "-" + Hash.sha256(ends).hex().substring(0, 16);
  }

  private static String content(RawRecord record) {
    return record instanceof RawRecord.Readable readable
        ? readable.content().toString()
        : record.place();
  }
}
