package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch that has had no definite answer for as many attempts as kill what fails. It does not die,
 * for the target may have it; it is resent at the longest wait, and this is said once.
 */
final class Unanswered {
  private static final Logger LOG = LoggerFactory.getLogger(Unanswered.class);

  private Unanswered() {}

  static List<AuditLog.Event> alert(Claimed claimed, Verdicts verdicts) {
    if (verdicts.unanswered() == 0 || claimed.attempt() != claimed.target().retry().attempts()) {
      return List.of();
    }
    LOG.warn(
        "Target '{}' has given no definite answer to {} record(s) of batch {} in {} attempts ({})."
            + " They may have arrived; they are sent again under the same keys until it answers.",
        claimed.target().id(),
        verdicts.unanswered(),
        claimed.batch(),
        claimed.attempt(),
        verdicts.unansweredWhy());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("batch", claimed.batch());
    detail.put("records", verdicts.unanswered());
    detail.put("attempts", claimed.attempt());
    detail.put("why-hash", Hash.sha256(verdicts.unansweredWhy()).text());
    return List.of(
        new AuditLog.Event(
            "no-definite-answer", null, "", claimed.target().id().value(), Actor.HUB, detail));
  }
}
