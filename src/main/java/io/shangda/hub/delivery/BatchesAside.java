package io.shangda.hub.delivery;

import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batches of record types that their target slows down or holds. When a claim meets one, it is set
 * aside once: parted from what else is in its batch, and due out of every claim's reach. So a claim
 * of the other types stays as cheap as ever, however much waits. A batch set aside keeps attempts,
 * failures and configuration; in the ledger it is in flight.
 */
final class BatchesAside {
  /** Due of what is set aside. */
  static final Instant NEVER = Instant.parse("9000-01-01T00:00:00Z");

  private static final String PART =
      """
      insert into batch (id, target, due_at, token, attempt, failures, failed_at, reached, records, request,
        config, last_error)
      select cast(? as bigint), target, cast(? as timestamp with time zone), token, attempt, failures, failed_at,
        (reached or sending), cast(? as integer), request, config, last_error
      from batch where id = ?
      """;

  private final Database database;

  BatchesAside(Database database) {
    this.database = database;
  }

  /**
   * The oldest batch of the types whose slot is free; null if there is none.
   *
   * @param before only one that was planned before this batch
   */
  static @Nullable Long oldest(Connection connection, TargetId target, RecordType type, long before)
      throws SQLException {
    return Sql.first(
        connection,
        "select batch from batch_aside where target = ? and type = ? and batch < ? order by batch limit 1",
        row -> row.getLong("batch"),
        target.value(),
        type.value(),
        before);
  }

  static void takeOut(Connection connection, long batch) throws SQLException {
    Sql.update(connection, "delete from batch_aside where batch = ?", batch);
  }

  /**
   * Sets aside what a claimed batch has of these types.
   *
   * @return false if it has nothing of them
   */
  boolean setAside(Connection connection, TargetId target, long batch, List<TypeCommand> commands)
      throws SQLException {
    Map<String, List<Long>> byType = new LinkedHashMap<>();
    Sql.list(
        connection,
        """
        select d.id, r.type from delivery d join record r on r.id = d.record
        where d.batch = ? and d.state = 'batched' order by d.id
        """,
        row ->
            byType
                .computeIfAbsent(row.getString("type"), type -> new ArrayList<>())
                .add(row.getLong("id")),
        batch);
    boolean any = false;
    for (TypeCommand command : commands) {
      List<Long> deliveries = byType.get(command.type().value());
      if (deliveries != null) {
        any = true;
        boolean whole = byType.size() == 1;
        byType.remove(command.type().value());
        move(connection, target, command.type(), batch, whole ? List.of() : deliveries);
      }
    }
    return any;
  }

  /**
   * @param deliveries empty: all of the batch, so that no row of a delivery changes
   */
  private void move(
      Connection connection, TargetId target, RecordType type, long batch, List<Long> deliveries)
      throws SQLException {
    long aside = batch;
    if (!deliveries.isEmpty()) {
      aside = database.numbers().next();
      Sql.update(connection, PART, aside, NEVER, deliveries.size(), batch);
      Sql.update(connection, "update delivery set batch = ? where id = any(?)", aside, deliveries);
    }
    // a claim of it whose lease is over must not settle it any more
    Sql.update(
        connection,
        """
        update batch set token = token + 1, reached = (reached or sending), sending = false,
          records = records - ?, due_at = coalesce(cast(? as timestamp with time zone), due_at)
        where id = ?
        """,
        deliveries.size(),
        deliveries.isEmpty() ? NEVER : null,
        batch);
    Sql.update(
        connection,
        "insert into batch_aside (batch, target, type) values (?, ?, ?)",
        aside,
        target.value(),
        type.value());
  }

  /** All of a type is due again. */
  static void release(Connection connection, TargetId target, RecordType type) throws SQLException {
    Sql.update(
        connection,
        """
        update batch set due_at = current_timestamp
        where id in (select batch from batch_aside where target = ? and type = ?)
        """,
        target.value(),
        type.value());
    Sql.update(
        connection,
        "delete from batch_aside where target = ? and type = ?",
        target.value(),
        type.value());
  }
}
