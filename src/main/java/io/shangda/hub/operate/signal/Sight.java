package io.shangda.hub.operate.signal;

import io.shangda.hub.audit.seal.SealLag;
import io.shangda.hub.operate.query.Ledger;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.operate.query.RecordCount;
import io.shangda.hub.operate.query.RecordCounts;
import io.shangda.hub.operate.query.Removals;
import io.shangda.hub.operate.query.SourceStatus;
import io.shangda.hub.operate.query.SourceStatuses;
import io.shangda.hub.operate.query.TargetStatus;
import io.shangda.hub.operate.query.TargetStatuses;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What MBeans and metrics show, each read from the database once for all of them. */
@ApplicationScoped
class Sight {
  private final Cached<Map<String, SourceStatus>> sources;
  private final Cached<Map<String, TargetStatus>> targets;
  private final Cached<Ledger> ledger;
  private final Cached<List<RecordCount>> records;
  private final Cached<Map<String, Long>> removals;
  private final Cached<SealLag> sealLag;
  private final Cached<Map<String, Long>> differences;

  Sight(
      SourceStatuses sources,
      TargetStatuses targets,
      Ledgers ledgers,
      RecordCounts records,
      Removals removals,
      Reconciling reconciling,
      Database database) {
    this.differences = new Cached<>(reconciling.differences()::open);
    this.sources = new Cached<>(() -> byId(sources.all(), SourceStatus::id));
    this.targets = new Cached<>(() -> byId(targets.all(), TargetStatus::id));
    this.ledger = new Cached<>(ledgers::whole);
    this.records = new Cached<>(records::all);
    this.removals = new Cached<>(removals::byPart);
    this.sealLag = new Cached<>(() -> SealLag.of(database));
  }

  Map<String, SourceStatus> sources() {
    return sources.get();
  }

  Map<String, TargetStatus> targets() {
    return targets.get();
  }

  Ledger ledger() {
    return ledger.get();
  }

  List<RecordCount> records() {
    return records.get();
  }

  Map<String, Long> removals() {
    return removals.get();
  }

  SealLag sealLag() {
    return sealLag.get();
  }

  Map<String, Long> differences() {
    return differences.get();
  }

  private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
    return all.stream().collect(Collectors.toMap(id, Function.identity()));
  }
}
