package io.shangda.hub.operate.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.audit.exchange.ExchangeRows;
import io.shangda.hub.intake.Baseline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the parts of a trace as sentences in order of time. */
record Timeline(
    List<Trace.Version> versions,
    List<Trace.Finding> findings,
    List<Trace.Delivery> deliveries,
    List<ExchangeRows.Told> attempts,
    List<Trace.Event> events,
    List<Trace.Archived> archives) {
  private static final Set<String> NAMED =
      Set.of("id", "leaf", "at", "event", "record", "source", "target", "actor", "reason");

  List<Trace.Step> steps() {
    List<Trace.Step> steps = new ArrayList<>();
    versions.forEach(version -> steps.addAll(arrival(version)));
    findings.forEach(finding -> steps.addAll(decision(finding)));
    events.forEach(event -> steps.add(event(event)));
    deliveries.forEach(delivery -> steps.add(delivery(delivery)));
    attempts.forEach(attempt -> steps.addAll(attempt(attempt)));
    archives.forEach(archive -> steps.add(archived(archive)));
    // What is still to come has no time, and stands at the end.
    steps.sort(
        Comparator.comparing(
            Trace.Step::at, Comparator.nullsLast(Comparator.<Instant>naturalOrder())));
    return steps;
  }

  private static List<Trace.Step> arrival(Trace.Version version) {
    if (version.rawPlace().equals(Baseline.PLACE)) {
      return List.of(
          new Trace.Step(
              version.arrivedAt(),
              "taken-over",
              "Version "
                  + version.version()
                  + " was taken over from a predecessor's list; this hub received nothing of it"));
    }
    String from = version.rawFrom() == null ? "" : " from " + version.rawFrom();
    Trace.Step received =
        new Trace.Step(
            version.receivedAt() == null ? version.arrivedAt() : version.receivedAt(),
            "received",
            "Received"
                + from
                + ", at "
                + version.rawPlace()
                + " of "
                + version.rawHash()
                + redacted(version)
                + emptied(version));
    Trace.Step takenIn =
        new Trace.Step(
            version.arrivedAt(),
            "version-" + version.version(),
            "Version "
                + version.version()
                + (version.deleted() ? " (deleted at the source)" : "")
                + ", now "
                + version.state()
                + "; mapping "
                + version.mapping()
                + ", configuration "
                + version.config()
                + ", run "
                + version.run()
                + ", source "
                + version.sourceHash()
                + payload(version));
    return List.of(received, takenIn);
  }

  private static String redacted(Trace.Version version) {
    if (version.redactedAt() == null) {
      return "";
    }
    String whose = version.state().equals("purged") ? "this record" : "another record";
    return " ("
        + whose
        + " was erased from it at "
        + version.redactedAt()
        + "; what is kept no longer has this hash)";
  }

  private static String emptied(Trace.Version version) {
    return version.emptiedAt() == null
        ? ""
        : " (it was kept as long as retention.yaml says and emptied at "
            + version.emptiedAt()
            + "; its hash stays)";
  }

  private static String payload(Trace.Version version) {
    if (version.payloadHash() == null) {
      return "";
    }
    boolean gone = !version.payloadKept() && !version.state().equals("purged");
    return ", payload "
        + version.payloadHash()
        + (gone ? " (kept as long as retention.yaml says, and gone since; its hash stays)" : "");
  }

  private static List<Trace.Step> decision(Trace.Finding finding) {
    List<Trace.Step> steps = new ArrayList<>();
    String where = finding.field().isEmpty() ? "the record" : finding.field();
    steps.add(
        new Trace.Step(
            finding.createdAt(),
            finding.severity(),
            finding.rule() + " at " + where + ": " + finding.en() + " / " + finding.zh()));
    if (finding.resolvedAt() != null) {
      steps.add(
          new Trace.Step(
              finding.resolvedAt(),
              finding.resolution(),
              finding.rule()
                  + " at "
                  + where
                  + " "
                  + finding.resolution()
                  + by(finding.resolvedBy())
                  + because(finding.reason())));
    }
    return steps;
  }

  private static Trace.Step event(Trace.Event event) {
    JsonNode content = event.content();
    StringBuilder text = new StringBuilder("Audit event ").append(event.id());
    append(text, " at ", event.target().isEmpty() ? null : event.target());
    append(text, " by ", content.path("actor").asText(null));
    append(text, ", because: ", content.path("reason").asText(null));
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      if (!NAMED.contains(field.getKey())) {
        JsonNode value = field.getValue();
        append(text, ", " + field.getKey() + " ", value.isTextual() ? value.asText() : value);
      }
    }
    return new Trace.Step(event.at(), event.event(), text.toString());
  }

  /** One that was simply taken is told by its delivery. */
  private static List<Trace.Step> attempt(ExchangeRows.Told attempt) {
    if (attempt.said() == null) {
      return List.of();
    }
    return List.of(
        new Trace.Step(
            attempt.at(),
            "attempt-" + attempt.attempt(),
            "Attempt %d of batch %d at %s: %s"
                .formatted(attempt.attempt(), attempt.batch(), attempt.target(), attempt.said())));
  }

  private static Trace.Step archived(Trace.Archived archive) {
    return new Trace.Step(
        archive.to(),
        "archived",
        "Audit events up to here are in the archive "
            + archive.file()
            + " (seals "
            + archive.firstSeal()
            + " to "
            + archive.lastSeal()
            + ") and no longer in the database");
  }

  private static Trace.Step delivery(Trace.Delivery delivery) {
    if (delivery.takenOver()) {
      StringBuilder said = new StringBuilder();
      said.append("Version ").append(delivery.version()).append(" at ").append(delivery.target());
      said.append(": taken over from a predecessor's list, this hub sent nothing");
      append(said, "; the list says: target key ", delivery.targetKey());
      append(said, "; the list says: receipt ", delivery.receipt());
      return new Trace.Step(delivery.settledAt(), "taken-over", said.toString());
    }
    StringBuilder text = new StringBuilder();
    text.append("Version ").append(delivery.version()).append(" at ").append(delivery.target());
    text.append(": ").append(delivery.state());
    append(text, ", operation ", delivery.operation());
    append(text, ", target key ", delivery.targetKey());
    append(text, ", receipt ", delivery.receipt());
    append(text, ", the target said: ", delivery.message());
    if (delivery.attempts() != null && delivery.attempts() > 0) {
      text.append(", ").append(delivery.attempts()).append(" attempts so far");
      append(text, ", next at ", delivery.dueAt());
      append(text, ", last error: ", delivery.lastError());
    }
    append(text, ", because ", delivery.waitsFor());
    return new Trace.Step(delivery.settledAt(), delivery.state(), text.toString());
  }

  private static void append(StringBuilder text, String label, @Nullable Object value) {
    if (value != null) {
      text.append(label).append(value);
    }
  }

  private static String by(@Nullable String name) {
    return name == null ? "" : " by " + name;
  }

  private static String because(@Nullable String reason) {
    return reason == null ? "" : ", because: " + reason;
  }
}
