package io.shangda.hub.reconcile;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.ReceiptText;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Rows;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares receipts, for a target that cannot say what it has but can hand out a list of the
 * receipts it has given: staged part by part, then looked for both ways in one walk over the
 * deliveries, so that no index on receipts is needed.
 */
public final class Receipts {
  private static final int AT_ONCE = 5000;
  private static final String GIVEN =
      """
      select d.record, d.version, d.operation, d.receipt, d.settled_at, r.source, r.type, r.source_key
      from delivery d join record r on r.id = d.record
      where d.target = ? and d.state = 'delivered' and d.record > ?
      order by d.record, d.version, d.id limit ?
      """;

  private final Database database;
  private final CurrentConfig config;
  private final Differences differences;
  private final AuditLog audit;

  Receipts(Database database, CurrentConfig config, Differences differences, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.differences = differences;
    this.audit = audit;
  }

  private record Given(
      long record,
      int version,
      boolean withdrawn,
      @Nullable String receipt,
      @Nullable Instant settledAt,
      String type,
      String name) {}

  /** Begins a comparison: gives its id, to which receipts are added. */
  public long begin(TargetId target, Actor actor) {
    if (!config.get().targets().containsKey(target)) {
      throw new IllegalArgumentException("There is no target '" + target + "'");
    }
    long id = database.numbers().next();
    database.execute(
        c ->
            Sql.update(
                c,
                "insert into reconciliation (id, target, state, kind, person) values (?, ?,"
                    + " 'running', 'receipts', ?)",
                id,
                target.value(),
                actor.name()));
    return id;
  }

  /**
   * Adds receipts that the platform has.
   *
   * @return those that were left out: empty
   */
  public List<String> add(long comparison, Collection<String> receipts) {
    List<String> refused = new ArrayList<>();
    Rows rows = new Rows("receipt_stage", "reconciliation", "receipt");
    for (String receipt : receipts) {
      if (receipt.isBlank()) {
        refused.add(receipt);
      } else {
        rows.add(comparison, ReceiptText.kept(receipt));
      }
    }
    database.execute(
        c -> {
          if (target(c, comparison) == null) {
            throw new IllegalArgumentException(
                "There is no comparison " + comparison + " under way; begin one");
          }
          database.bulk().insert(c, rows);
        });
    return refused;
  }

  private static @Nullable String target(Connection connection, long comparison)
      throws SQLException {
    return Sql.first(
        connection,
        "select target from reconciliation where id = ? and kind = 'receipts' and state ="
            + " 'running'",
        row -> row.getString(1),
        comparison);
  }

  /**
   * Compares: what the target gave a receipt for and does not list is missing there; a receipt it
   * lists and never gave is unknown here.
   *
   * @param asOf when the platform's list was made: what was settled later is no difference
   * @return differences found
   * @throws IllegalArgumentException if there is no such comparison under way
   */
  public int compare(long comparison, Instant asOf, Actor actor) {
    List<String> targets =
        database.inTransaction(
            c -> {
              String target = target(c, comparison);
              return target == null ? List.of() : List.of(target);
            });
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no comparison " + comparison + " under way; begin one");
    }
    TargetId target = new TargetId(targets.get(0));
    List<Comparison.Found> found = new ArrayList<>();
    long records = walk(comparison, target, asOf, found);
    found.addAll(unknown(comparison));
    database.execute(c -> end(c, comparison, target, records, found, actor));
    return found.size();
  }

  private long walk(long comparison, TargetId target, Instant asOf, List<Comparison.Found> found) {
    long records = 0;
    long after = -1;
    while (true) {
      long from = after;
      List<Given> given =
          database.read(c -> Sql.list(c, GIVEN, Receipts::given, target.value(), from, AT_ONCE));
      Set<String> listed = listed(comparison, given);
      boolean last = given.size() < AT_ONCE;
      for (int i = 0; i < given.size(); i++) {
        Given one = given.get(i);
        boolean newest = i + 1 == given.size() ? last : one.record() != given.get(i + 1).record();
        if (!newest) {
          continue;
        }
        after = one.record();
        if (!one.withdrawn() && one.receipt() != null) {
          records++;
          if (!listed.contains(one.receipt()) && isBefore(one.settledAt(), asOf)) {
            found.add(missing(one));
          }
        }
      }
      if (last) {
        return records;
      }
      if (after == from) {
        throw new IllegalStateException(
            "A record was accepted more than " + AT_ONCE + " times; it cannot be compared");
      }
    }
  }

  private static boolean isBefore(@Nullable Instant settled, Instant asOf) {
    return settled == null || settled.isBefore(asOf);
  }

  private static Comparison.Found missing(Given one) {
    return new Comparison.Found(
        Comparison.Kind.MISSING,
        one.record(),
        one.type(),
        one.name(),
        one.version(),
        "receipt " + one.receipt(),
        "");
  }

  private static Given given(ResultSet row) throws SQLException {
    return new Given(
        row.getLong("record"),
        row.getInt("version"),
        Objects.equals(row.getString("operation"), "withdraw"),
        row.getString("receipt"),
        Sql.instant(row, "settled_at"),
        row.getString("type"),
        row.getString("source") + "/" + row.getString("source_key"));
  }

  /** Which of these receipts the platform lists; notes that it gave them. */
  private Set<String> listed(long comparison, List<Given> given) {
    List<String> receipts =
        given.stream().map(Given::receipt).filter(Objects::nonNull).distinct().toList();
    if (receipts.isEmpty()) {
      return Set.of();
    }
    return database.inTransaction(
        c -> {
          Sql.update(
              c,
              "update receipt_stage set known = true where reconciliation = ? and receipt = any(?)",
              comparison,
              receipts);
          return new HashSet<>(
              Sql.list(
                  c,
                  "select receipt from receipt_stage where reconciliation = ? and receipt = any(?)",
                  row -> row.getString(1),
                  comparison,
                  receipts));
        });
  }

  private List<Comparison.Found> unknown(long comparison) {
    return database.read(
        c ->
            Sql.list(
                c,
                "select distinct receipt from receipt_stage where reconciliation = ? and not known"
                    + " order by receipt limit ?",
                row ->
                    new Comparison.Found(
                        Comparison.Kind.UNKNOWN,
                        null,
                        "",
                        "receipt " + row.getString(1),
                        null,
                        "",
                        "receipt " + row.getString(1)),
                comparison,
                Comparison.MOST));
  }

  private void end(
      Connection connection,
      long comparison,
      TargetId target,
      long records,
      List<Comparison.Found> found,
      Actor actor)
      throws SQLException {
    List<Comparison.Found> told = found.subList(0, Math.min(Comparison.MOST, found.size()));
    differences.store(connection, comparison, target, told);
    Sql.update(
        connection,
        """
        update reconciliation set state = 'complete', ended_at = current_timestamp, records = ?, differences = ?
        where id = ?
        """,
        records,
        found.size(),
        comparison);
    Sql.update(connection, "delete from receipt_stage where reconciliation = ?", comparison);
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("reconciliation", comparison);
    detail.put("by", "receipts");
    detail.put("records", records);
    detail.put("differences", found.size());
    audit.append(
        connection,
        List.of(new AuditLog.Event("reconciled", null, "", target.value(), actor, detail)));
  }
}
