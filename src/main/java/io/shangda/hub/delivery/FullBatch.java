package io.shangda.hub.delivery;

import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fills a claimed batch that was never sent with what is due behind it and was never sent either: a
 * batch is cut from one page, and small pages would make small requests, of which a target takes
 * only so many a second. What was sent once keeps its composition.
 *
 * <p>A record has one delivery with a batch at most, and a child has none until its parent is
 * accepted; so whatever is put together here may travel together.
 */
final class FullBatch {
  /** Batches looked at for one claim, so that it stays cheap at any backlog. */
  private static final int LOOKED_AT = 400;

  private static final String UNTRIED =
      "attempt = 0 and not sending and not reached and failures = 0 and unsettled = 0 and config ="
          + " ? and request = ?";

  private static final String DUE =
      """
      select id, records from (
        select id, due_at, attempt, sending, reached, failures, unsettled, config, request, records from batch
        where target = ? and due_at <= current_timestamp order by due_at, id limit ?) b
      where %s order by due_at, id
      """
          .formatted(UNTRIED);

  private static final String ASIDE =
      """
      select id, records from (
        select b.* from batch_aside a join batch b on b.id = a.batch
        where a.target = ? and a.type = ? order by a.batch limit ?) b
      where %s order by id
      """
          .formatted(UNTRIED);

  private static final String OF_TYPES =
      """
      select distinct d.batch from delivery d join record r on r.id = d.record
      where d.batch = any(?) and d.state = 'batched' and r.type = any(?)
      """;

  private record Other(long id, int records) {}

  private final Connection connection;
  private final String target;
  private final long batch;
  private final long config;
  private final int request;

  /**
   * @param batch that is claimed
   * @param config it was planned under
   * @param request deliveries in one request of it
   */
  FullBatch(Connection connection, String target, long batch, long config, int request) {
    this.connection = connection;
    this.target = target;
    this.batch = batch;
    this.config = config;
    this.request = request;
  }

  /**
   * Takes in what is due.
   *
   * @param records it has
   * @param most it may have
   * @param commands by type that are in force: what they are about is left where it is
   * @return how many it has now
   */
  int fill(int records, int most, List<TypeCommand> commands) throws SQLException {
    List<Other> others =
        Sql.list(
            connection,
            DUE,
            row -> new Other(row.getLong("id"), row.getInt("records")),
            target,
            LOOKED_AT,
            config,
            request);
    if (!commands.isEmpty() && !others.isEmpty()) {
      Set<Long> commanded =
          new HashSet<>(
              Sql.list(
                  connection,
                  OF_TYPES,
                  row -> row.getLong(1),
                  others.stream().map(Other::id).toList(),
                  commands.stream().map(command -> command.type().value()).toList()));
      others.removeIf(other -> commanded.contains(other.id()));
    }
    return take(records, most, others);
  }

  /** The same for a batch of one type, out of those that are set aside for that type. */
  int fillAside(int records, int most, TypeCommand command) throws SQLException {
    return take(
        records,
        most,
        Sql.list(
            connection,
            ASIDE,
            row -> new Other(row.getLong("id"), row.getInt("records")),
            target,
            command.type().value(),
            LOOKED_AT,
            config,
            request));
  }

  private int take(int records, int most, List<Other> others) throws SQLException {
    List<Long> whole = new ArrayList<>();
    Other part = null;
    int planned = records;
    for (Other other : others) {
      if (planned + other.records() <= most) {
        whole.add(other.id());
        planned += other.records();
      } else if (part == null) {
        part = other;
      }
    }
    int now = records + takeWhole(locked(whole));
    int missing = Math.min(most - now, (request - now % request) % request);
    return part == null || missing == 0 ? now : now + takePart(part, missing);
  }

  /** Those that are still as they were; one that somebody works on is left to him. */
  private List<Long> locked(List<Long> batches) throws SQLException {
    return batches.isEmpty()
        ? List.of()
        : Sql.list(
            connection,
            "select id from batch where id = any(?) and "
                + UNTRIED
                + " order by id for update skip locked",
            row -> row.getLong("id"),
            batches,
            config,
            request);
  }

  private int takeWhole(List<Long> batches) throws SQLException {
    if (batches.isEmpty()) {
      return 0;
    }
    Sql.update(connection, "delete from batch_aside where batch = any(?)", batches);
    Sql.update(connection, "delete from batch where id = any(?)", batches);
    return added(
        Sql.update(
            connection,
            "update delivery set batch = ? where batch = any(?) and state = 'batched'",
            batch,
            batches));
  }

  /** Of one more, as much as makes the last request full. */
  private int takePart(Other other, int missing) throws SQLException {
    if (locked(List.of(other.id())).isEmpty()) {
      return 0;
    }
    List<Long> some =
        Sql.list(
            connection,
            "select id from delivery where batch = ? and state = 'batched' order by id limit ?",
            row -> row.getLong("id"),
            other.id(),
            missing);
    int moved =
        Sql.update(connection, "update delivery set batch = ? where id = any(?)", batch, some);
    Sql.update(
        connection, "update batch set records = records - ? where id = ?", moved, other.id());
    return added(moved);
  }

  private int added(int moved) throws SQLException {
    Sql.update(connection, "update batch set records = records + ? where id = ?", moved, batch);
    return moved;
  }
}
