package io.shangda.hub.reconcile;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.delivery.Repair;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Operation;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comparisons found, and what becomes of it: resent, left, or gone by itself. */
public final class Differences {
  private static final int AT_ONCE = 10_000;
  private static final String LIST =
      """
      select * from difference where (cast(? as varchar) is null or target = ?)
        and (cast(? as varchar) is null or state = ?) and id > ? order by id limit ?
      """;

  private final Database database;
  private final CurrentConfig config;
  private final Repair repair;
  private final AuditLog audit;

  Differences(Database database, CurrentConfig config, Repair repair, AuditLog audit) {
    this.database = database;
    this.config = config;
    this.repair = repair;
    this.audit = audit;
  }

  /**
   * A record that only one side has, or has otherwise.
   *
   * @param kind missing (there), unknown (here) or different
   * @param record id in the hub; null if nothing here has this key
   * @param name source and source key, or the target's own key
   * @param here what the target should have; empty if nothing
   * @param there what it has; empty if nothing
   * @param state open, resent, left or gone (a later comparison found none)
   */
  public record Item(
      long id,
      String target,
      String kind,
      @Nullable Long record,
      String type,
      String name,
      @Nullable String here,
      @Nullable String there,
      String state,
      @Nullable String by,
      @Nullable String reason,
      @Nullable Instant foundAt,
      @Nullable Instant resolvedAt) {}

  /**
   * What an action did.
   *
   * @param done differences it acted upon
   * @param run the run of their new deliveries; null if there are none
   * @param skipped left alone, each with the reason in the operator's words
   */
  public record Outcome(int done, @Nullable Long run, List<String> skipped) {}

  /** One row more than asked for tells that more follow. */
  public List<Item> list(
      @Nullable String target, @Nullable String state, @Nullable Long after, int limit) {
    return database.read(
        c ->
            Sql.list(
                c,
                LIST,
                Differences::item,
                target,
                target,
                state,
                state,
                after == null ? 0L : after,
                limit));
  }

  /** Open ones by target. */
  public Map<String, Long> open() {
    Map<String, Long> open = new HashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                "select target, count(*) as n from difference where state = 'open' group by target",
                row -> open.put(row.getString("target"), row.getLong("n"))));
    return open;
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getLong("id"),
        row.getString("target"),
        row.getString("kind"),
        Sql.number(row, "record"),
        row.getString("type"),
        row.getString("name"),
        row.getString("here"),
        row.getString("there"),
        row.getString("state"),
        row.getString("resolved_by"),
        row.getString("reason"),
        Sql.instant(row, "found_at"),
        Sql.instant(row, "resolved_at"));
  }

  private record Key(String type, String name) {}

  /**
   * Stores what a comparison found. What was open and is not found any more is gone; what was open
   * or left and is found alike again stays as it is.
   */
  void store(
      Connection connection, long reconciliation, TargetId target, List<Comparison.Found> all)
      throws SQLException {
    Map<Key, Item> known = new LinkedHashMap<>();
    Sql.list(
        connection,
        "select * from difference where target = ? and state in ('open', 'left', 'resent') order by id",
        row -> {
          Item item = item(row);
          return known.put(new Key(item.type(), item.name()), item) == null;
        },
        target.value());
    Rows rows =
        new Rows(
            "difference",
            "id",
            "reconciliation",
            "target",
            "kind",
            "record",
            "type",
            "name",
            "version",
            "here",
            "there");
    List<Long> same = new ArrayList<>();
    for (Comparison.Found one : all) {
      Item before = known.get(new Key(one.type(), one.name()));
      if (before != null && !before.state().equals("resent") && isAlike(before, one)) {
        same.add(before.id());
      } else {
        rows.add(
            database.numbers().next(),
            reconciliation,
            target.value(),
            one.kind().word,
            one.record(),
            one.type(),
            one.name(),
            one.version(),
            one.here(),
            one.there());
      }
    }
    List<Long> gone = new ArrayList<>(known.values().stream().map(Item::id).toList());
    gone.removeAll(same);
    if (!gone.isEmpty()) {
      Sql.update(
          connection,
          "update difference set state = 'gone', resolved_at = current_timestamp where id = any(?)",
          gone);
    }
    database.bulk().insert(connection, rows);
  }

  private static boolean isAlike(Item before, Comparison.Found now) {
    return before.kind().equals(now.kind().word)
        && now.here().equals(before.here())
        && now.there().equals(before.there());
  }

  /**
   * Resends open differences: what is missing is inserted again, what is different updated, what
   * should have been withdrawn withdrawn; each under a new idempotency key. What nothing here knows
   * is left alone.
   *
   * @param only ids; empty: all that are open
   */
  public Outcome resend(TargetId id, Collection<Long> only, Actor actor) {
    TargetConfig target = required(id);
    List<String> skipped = new ArrayList<>();
    Map<Long, Item> byRecord = new LinkedHashMap<>();
    Map<Long, Operation> wanted = new LinkedHashMap<>();
    for (Item item : chosen(id, only)) {
      Long record = item.record();
      if (record == null) {
        skipped.add(item.name() + ": nothing here has this key; ask the platform what it is");
      } else {
        byRecord.put(record, item);
        wanted.put(record, operation(item));
      }
    }
    Repair.Outcome outcome = repair.resend(target, wanted, actor);
    outcome.skipped().forEach((record, why) -> skipped.add(name(byRecord, record) + ": " + why));
    List<Long> done =
        outcome.resent().stream()
            .map(byRecord::get)
            .map(item -> item == null ? 0L : item.id())
            .toList();
    resolve(done, "resent", actor);
    return new Outcome(done.size(), outcome.run(), skipped);
  }

  private static String name(Map<Long, Item> byRecord, Long record) {
    Item item = byRecord.get(record);
    return item == null ? "record " + record : item.name();
  }

  private static Operation operation(Item item) {
    return switch (item.kind()) {
      case "missing" -> Operation.INSERT;
      case "different" -> Operation.UPDATE;
      default -> Operation.WITHDRAW;
    };
  }

  /**
   * Leaves open differences as they are, with the person's reason; they are shown no more as long
   * as they stay alike.
   *
   * @param only ids; empty: all that are open
   */
  public Outcome leave(TargetId id, Collection<Long> only, Actor actor) {
    required(id);
    List<Item> chosen = chosen(id, only);
    resolve(chosen.stream().map(Item::id).toList(), "left", actor);
    database.execute(
        c ->
            audit.append(
                c,
                List.of(
                    new AuditLog.Event(
                        "differences-left",
                        null,
                        "",
                        id.value(),
                        actor,
                        Map.of("differences", chosen.size())))));
    return new Outcome(chosen.size(), null, List.of());
  }

  private List<Item> chosen(TargetId id, Collection<Long> only) {
    return list(id.value(), "open", null, AT_ONCE).stream()
        .filter(item -> only.isEmpty() || only.contains(item.id()))
        .toList();
  }

  private void resolve(List<Long> ids, String state, Actor actor) {
    if (!ids.isEmpty()) {
      database.execute(
          c ->
              Sql.update(
                  c,
                  "update difference set state = ?, resolved_by = ?, reason = ?,"
                      + " resolved_at = current_timestamp where id = any(?) and state = 'open'",
                  state,
                  actor.name(),
                  actor.reason(),
                  ids));
    }
  }

  private TargetConfig required(TargetId id) {
    TargetConfig target = config.get().targets().get(id);
    if (target == null) {
      throw new IllegalArgumentException("There is no target '" + id + "'");
    }
    return target;
  }
}
