package io.shangda.hub.operate.signal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.RecordCount;
import io.shangda.hub.operate.query.Sent;
import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.operate.query.TargetStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The hub's metrics. They are read from the database, not counted in the process, so a restart or a
 * second node does not change them.
 */
@ApplicationScoped
class Metrics {
  private final MeterRegistry registry;
  private final MultiGauge backlog;
  private final MultiGauge age;
  private final MultiGauge open;
  private final MultiGauge paused;
  private final MultiGauge missing;
  private final MultiGauge brake;
  private final MultiGauge differences;
  private final AtomicLong balanced = new AtomicLong(1);
  private final AtomicLong sealLag = new AtomicLong();
  private final AtomicLong unsealed = new AtomicLong();
  private final Map<String, AtomicLong> counters = new HashMap<>();

  Metrics(MeterRegistry registry) {
    this.registry = registry;
    this.backlog =
        MultiGauge.builder("hub.backlog")
            .description("Deliveries planned and not yet settled")
            .register(registry);
    this.age =
        MultiGauge.builder("hub.pull.age.seconds")
            .description("Seconds since the source's last complete pull run")
            .register(registry);
    this.open =
        MultiGauge.builder("hub.target.open")
            .description("1 while the target's circuit breaker is open and nothing is sent")
            .register(registry);
    this.paused =
        MultiGauge.builder("hub.target.paused")
            .description("1 while the target is paused, by a person or by the hub")
            .register(registry);
    this.missing =
        MultiGauge.builder("hub.source.missing")
            .description("Records that the source's whole lists lack and that are not withdrawn")
            .register(registry);
    this.brake =
        MultiGauge.builder("hub.source.brake")
            .description("1 while withdrawals of what the source no longer lists wait for a person")
            .register(registry);
    this.differences =
        MultiGauge.builder("hub.differences")
            .description(
                "Records that a target has otherwise than it accepted, or not, or too many")
            .register(registry);
    Gauge.builder("hub.balanced", balanced, AtomicLong::get)
        .description("1 if every line of the ledger adds up; 0 means that something is lost")
        .register(registry);
    Gauge.builder("hub.seal.lag.seconds", sealLag, AtomicLong::get)
        .description("Seconds that the oldest audit events no seal holds have waited")
        .register(registry);
    Gauge.builder("hub.seal.unsealed", unsealed, AtomicLong::get)
        .description("Transactions whose audit events no seal holds yet")
        .register(registry);
  }

  /** Shows what was seen. */
  synchronized void show(Sight sight) {
    Ledger ledger = sight.ledger();
    balanced.set(ledger.balanced() ? 1 : 0);
    for (RecordCount count : sight.records()) {
      counter(
          "hub.records",
          "Record versions by the state they are in",
          Tags.of("source", count.source(), "type", count.type(), "state", count.state()),
          count.count());
    }
    sight
        .removals()
        .forEach(
            (part, n) ->
                counter(
                    "hub.retention.removed",
                    "What was kept as long as retention.yaml says and is gone since",
                    Tags.of("part", part),
                    n));
    ledger.targets().forEach(line -> deliveries(line.target(), line.sent()));
    sources(sight.sources());
    targets(sight.targets());
    differences.register(
        sight.targets().keySet().stream()
            .<Row<?>>map(
                id -> Row.of(Tags.of("target", id), sight.differences().getOrDefault(id, 0L)))
            .toList(),
        true);
    sealLag.set(sight.sealLag().age().toSeconds());
    unsealed.set(sight.sealLag().leaves());
  }

  private void deliveries(String target, Sent sent) {
    Map<String, Long> outcomes =
        Map.of(
            "delivered", sent.delivered(),
            "superseded", sent.superseded(),
            "dead", sent.dead(),
            "closed", sent.closed(),
            "withdrawn", sent.withdrawn());
    outcomes.forEach(
        (outcome, n) ->
            counter(
                "hub.deliveries",
                "Deliveries by outcome",
                Tags.of("target", target, "outcome", outcome),
                n));
  }

  private void sources(Map<String, SourceStatus> sources) {
    List<Row<?>> rows = new ArrayList<>();
    List<Row<?>> lacking = new ArrayList<>();
    List<Row<?>> stopped = new ArrayList<>();
    for (SourceStatus source : sources.values()) {
      Tags tags = Tags.of("source", source.id());
      lacking.add(Row.of(tags, source.missing()));
      stopped.add(Row.of(tags, source.withdrawals().equals("free") ? 0 : 1));
      Long seconds = source.pullAgeSeconds();
      if (seconds != null) {
        rows.add(Row.of(tags, seconds));
      }
    }
    age.register(rows, true);
    missing.register(lacking, true);
    brake.register(stopped, true);
  }

  private void targets(Map<String, TargetStatus> targets) {
    List<Row<?>> waiting = new ArrayList<>();
    List<Row<?>> broken = new ArrayList<>();
    List<Row<?>> stopped = new ArrayList<>();
    for (TargetStatus target : targets.values()) {
      Tags tags = Tags.of("target", target.id());
      waiting.add(Row.of(tags, target.sent().inFlight()));
      broken.add(Row.of(tags, target.breaker().equals("open") ? 1 : 0));
      stopped.add(Row.of(tags, target.paused() ? 1 : 0));
    }
    backlog.register(waiting, true);
    open.register(broken, true);
    paused.register(stopped, true);
  }

  private void counter(String name, String description, Tags tags, long value) {
    counters
        .computeIfAbsent(
            name + tags,
            key -> {
              AtomicLong seen = new AtomicLong();
              FunctionCounter.builder(name, seen, AtomicLong::doubleValue)
                  .description(description)
                  .tags(tags)
                  .register(registry);
              return seen;
            })
        .set(value);
  }
}
