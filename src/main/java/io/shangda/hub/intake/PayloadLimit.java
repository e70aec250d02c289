package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A payload that its column does not take is a finding of its record, not the failure of its page:
 * the record is rejected, the page with it is kept, and the others go on.
 */
final class PayloadLimit {
  /** Characters that the embedded database takes. */
  private static final int EMBEDDED = 1_000_000;

  private static final byte[] NONE = new byte[0];

  private final int most;

  PayloadLimit(Dialect dialect) {
    this.most = dialect == Dialect.H2 ? EMBEDDED : Integer.MAX_VALUE;
  }

  Judged keep(Judged judged) {
    boolean tooLarge = judged.payload() != null && isTooLarge(judged.payload());
    for (byte[] own : judged.targets().values()) {
      tooLarge |= isTooLarge(own);
    }
    if (!tooLarge) {
      return judged;
    }
    List<Finding> findings = new ArrayList<>(judged.findings());
    findings.add(finding());
    Map<TargetId, byte[]> targets = new LinkedHashMap<>();
    judged.targets().keySet().forEach(target -> targets.put(target, NONE));
    return new Judged(null, judged.payloadHash(), findings, targets, judged.search());
  }

  private boolean isTooLarge(byte[] payload) {
    return payload.length > most && new String(payload, StandardCharsets.UTF_8).length() > most;
  }

  private Finding finding() {
    return Finding.of(
        Severity.REJECT,
        "payload-size",
        "",
        "",
        "转换后的内容超过 " + most + " 个字符，内嵌数据库存不下，不予报送。请把大附件改为链接、缩短内容，或改用 PostgreSQL。",
        "What the record was mapped to has more than "
            + most
            + " characters, which the embedded database does not hold: it is not sent. Give large"
            + " files as links, shorten the content, or use PostgreSQL.");
  }
}
