package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RawRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The audit events of a page: one for the page, one for each new version, one for each unreadable.
 */
final class PageEvents {
  /** Characters of a place of the hub's own making, and digits of a number that is no person's. */
  private static final int LONGEST_PLAIN = 200;

  private static final int MOST_DIGITS = 7;

  private PageEvents() {}

  static List<AuditLog.Event> of(
      PageWriting.Job job,
      Hash raw,
      PageOutcome outcome,
      List<Taken> taken,
      Planner.Planned planned,
      List<RawRecord.Unreadable> unreadable) {
    if (outcome.pulled() == 0) {
      return new ArrayList<>();
    }
    List<AuditLog.Event> events = new ArrayList<>(taken.size() + unreadable.size() + 1);
    events.add(event(job, "page-taken-in", null, page(job, raw, outcome)));
    Iterator<Map<String, Object>> states = planned.states().iterator();
    for (Taken one : taken) {
      boolean hasPlan = one.state() == Taken.State.PLANNED || one.state() == Taken.State.SUPERSEDED;
      events.add(
          event(
              job,
              one.state().word,
              one.id,
              version(job, raw, one, hasPlan ? states.next() : Map.of())));
    }
    for (RawRecord.Unreadable broken : unreadable) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("run", job.run());
      detail.put("raw", raw.text());
      detail.put("place", ours(broken.place()));
      detail.put("rule", broken.rule());
      events.add(event(job, "unreadable", null, detail));
    }
    return events;
  }

  private static Map<String, Object> page(PageWriting.Job job, Hash raw, PageOutcome outcome) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", job.run());
    detail.put("raw", raw.text());
    detail.put("place-hash", Hash.sha256(ForeignText.storable(job.raw().place(), 1000)).text());
    if (!job.isFirst() || !job.isLast()) {
      detail.put("records", (job.part().from() + 1) + "-" + job.part().to());
    }
    detail.put("pulled", outcome.pulled());
    detail.put("unreadable", outcome.unreadable());
    detail.put("unchanged", outcome.unchanged());
    detail.put("rejected", outcome.rejected());
    detail.put("held", outcome.held());
    detail.put("planned", outcome.planned());
    return detail;
  }

  private static Map<String, Object> version(
      PageWriting.Job job, Hash raw, Taken one, Map<String, Object> deliveries) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("run", job.run());
    detail.put("version", one.version);
    detail.put("steps", steps(one));
    detail.put("raw", raw.text());
    detail.put("place", ours(one.record.place()));
    detail.put("hash", one.record.hash().text());
    Hash payload = one.judged.payloadHash();
    if (payload != null) {
      detail.put("payload", payload.text());
    }
    if (!one.judged.findings().isEmpty()) {
      detail.put(
          "findings", one.judged.findings().stream().limit(50).map(PageEvents::finding).toList());
    }
    deliveries.forEach((target, state) -> detail.put("to " + target, state));
    return detail;
  }

  private static String finding(Finding finding) {
    return finding.severity().word() + " " + finding.rule() + " " + ours(finding.field());
  }

  /**
   * A place or field as it is, if it could not say anything of a person: what a source has named
   * itself (a file, a field) may, and an event can never be erased.
   */
  private static String ours(String place) {
    return isPlain(place) ? place : Hash.sha256(place).text();
  }

  /** {@code line 17}, {@code /data/3}, {@code /applicant/name}: ASCII, without long numbers. */
  static boolean isPlain(String place) {
    int digits = 0;
    for (int i = 0; i < place.length(); i++) {
      char c = place.charAt(i);
      digits = c >= '0' && c <= '9' ? digits + 1 : 0;
      if (c < ' ' || c > '~' || digits > MOST_DIGITS) {
        return false;
      }
    }
    return place.length() <= LONGEST_PLAIN;
  }

  private static List<String> steps(Taken one) {
    return one.record.deleted()
        ? List.of("decoded", "identified", one.state().word)
        : List.of("decoded", "identified", "translated", "screened", "checked", one.state().word);
  }

  private static AuditLog.Event event(
      PageWriting.Job job,
      String event,
      @org.jspecify.annotations.Nullable Long record,
      Map<String, Object> detail) {
    return new AuditLog.Event(
        event, record, job.plan().source().id().value(), "", Actor.HUB, detail);
  }
}
