package io.shangda.hub.delivery;

import io.shangda.hub.record.Operation;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a promotion writes, all of it at its end: a way to the database for each would add up. */
final class PromotedRows {
  private record Batched(
      long delivery, long batch, Operation operation, @Nullable String targetKey) {}

  private record Settled(long delivery, State state) {}

  private final List<Batched> batched = new ArrayList<>();
  private final List<Settled> settled = new ArrayList<>();

  void batched(long delivery, long batch, Operation operation, @Nullable String targetKey) {
    batched.add(new Batched(delivery, batch, operation, targetKey));
  }

  void settled(long delivery, State state) {
    settled.add(new Settled(delivery, state));
  }

  void write(Connection connection, Instant now) throws SQLException {
    if (batched.isEmpty() && settled.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update delivery set state = 'batched', batch = ?, operation = ?, target_key = ? where id = ?")) {
      for (Batched one : batched) {
        statement.setLong(1, one.batch());
        statement.setString(2, one.operation().word());
        statement.setString(3, one.targetKey());
        statement.setLong(4, one.delivery());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("update delivery set state = ?, settled_at = ? where id = ?")) {
      for (Settled one : settled) {
        statement.setString(1, one.state().word());
        statement.setObject(2, now.atOffset(ZoneOffset.UTC));
        statement.setLong(3, one.delivery());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    List<Long> gone = new ArrayList<>();
    batched.forEach(one -> gone.add(one.delivery()));
    settled.forEach(one -> gone.add(one.delivery()));
    Sql.update(connection, "delete from delivery_wait where delivery = any(?)", gone);
  }
}
