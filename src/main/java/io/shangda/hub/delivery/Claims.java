package io.shangda.hub.delivery;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Blueprint;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Pace;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the oldest due batch of a target under a lease, if the target may be sent to now. First
 * send, retry and recovery of a dead node's batch are this one query: due, and not leased. A batch
 * is leased by moving its due time to the lease's end.
 */
public final class Claims {
  private static final Duration SENDING = Duration.ofSeconds(1);
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private record Row(
      long id,
      int attempt,
      boolean reached,
      boolean sending,
      int request,
      long config,
      long token) {}

  private final Database database;
  private final CurrentConfig config;
  private final Promotion promotion;
  private final AuditLog audit;
  private final Loading loading;
  private final BatchesAside aside;
  private final Unsettled unsettled;
  private final String node;

  Claims(
      Database database,
      CurrentConfig config,
      Promotion promotion,
      AuditLog audit,
      Loading loading,
      String node) {
    this.database = database;
    this.config = config;
    this.promotion = promotion;
    this.audit = audit;
    this.loading = loading;
    this.aside = new BatchesAside(database);
    this.unsettled =
        new Unsettled(
            database, audit, new TargetHealth(), new Backoff(RandomGenerator.getDefault()));
    this.node = node;
  }

  /** Claims a batch; null if nothing is due or nothing may be sent. Committed before it returns. */
  public @Nullable Claimed claim(TargetId id) {
    TargetConfig target = config.get().targets().get(id);
    if (target == null) {
      return null;
    }
    Lease lease = null;
    while (lease == null) {
      Optional<Lease> next = database.inTransaction(c -> lease(c, target));
      if (next.isEmpty()) {
        return null;
      }
      lease = next.get().requests() == 0 ? null : next.get();
    }
    try {
      return claimed(target, lease);
    } catch (RuntimeException e) {
      giveBack(target, lease.row(), e);
      return null;
    }
  }

  private Claimed claimed(TargetConfig target, Lease lease) {
    Row row = lease.row();
    List<Delivery> deliveries = loading.load(row.id(), target.id());
    int limit = (int) Math.min(Integer.MAX_VALUE, (long) lease.requests() * row.request());
    return new Claimed(
        row.id(),
        lease.records(),
        target,
        blueprint(target.id(), row),
        row.token() + 1,
        row.attempt() + 1,
        row.reached() || row.sending(),
        new Pace(
            lease.before() + lease.startsIn().toNanos(), lease.every().toNanos(), lease.requests()),
        lease.before() + SENDING.toNanos(),
        deliveries.size() > limit ? deliveries.subList(0, limit) : deliveries);
  }

  /** Nothing of it left. Its lease is not waited for: that would look as if something had. */
  private void giveBack(TargetConfig target, Row row, RuntimeException cause) {
    unsettled.giveBack(
        new Unsettled.Failed(
            target, row.id(), row.token() + 1, row.attempt() + 1, row.reached() || row.sending()),
        cause,
        c -> {});
  }

  /**
   * @param before the node's own clock when the database was about to say what time it is
   * @param startsIn until the first of its send slots
   * @param every between two of them
   */
  private record Lease(
      Row row, int records, int requests, long before, Duration startsIn, Duration every) {
    /** Nothing of this batch; another may be due. */
    static Lease none(Row row) {
      return new Lease(row, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    }
  }

  /**
   * The claim with slots of its own, if those it had passed while the database or the rendering was
   * at work. Sent late, its requests would come between those of the next claim, and both together
   * too fast.
   *
   * @param requests that are to be sent
   */
  public Claimed inTime(Claimed claimed, int requests) {
    if (requests == 0 || !claimed.pace().isLate(System.nanoTime())) {
      return claimed;
    }
    TargetConfig target = claimed.target();
    Pace pace =
        database.inTransaction(
            c -> {
              long before = System.nanoTime();
              Gate gate = Gate.lock(c, target);
              gate.reserve(c, target, requests, false, lease(target));
              return new Pace(
                  before + gate.untilNextSlot().toNanos(), claimed.pace().everyNanos(), requests);
            });
    return claimed.with(pace);
  }

  /**
   * Empty if nothing can be sent; a lease of no requests if all of the batch fell out, so that
   * another may be due.
   */
  private Optional<Lease> lease(Connection connection, TargetConfig target) throws SQLException {
    long before = System.nanoTime(); // with a connection: that may take long
    Gate gate = Gate.lock(connection, target);
    Gate.Permit permit = gate.permit(target);
    if (permit.requests() == 0) {
      return Optional.empty();
    }
    Row due = oldestDue(connection, target.id());
    if (!gate.commanded()) {
      return due == null
          ? Optional.empty()
          : Optional.of(lease(connection, target, gate, permit, due, null, List.of(), before));
    }
    List<TypeCommand> commands = TypeCommand.of(connection, target.id());
    for (TypeCommand command : commands) {
      Row free = command.isFree(gate.now()) ? setAside(connection, command, due) : null;
      if (free != null) {
        return Optional.of(
            lease(connection, target, gate, permit, free, command, commands, before));
      }
    }
    if (due == null) {
      return Optional.empty();
    }
    return Optional.of(
        aside.setAside(connection, target.id(), due.id(), commands)
            ? Lease.none(due)
            : lease(connection, target, gate, permit, due, null, commands, before));
  }

  /**
   * @param limit what the target asked for the batch's type; null: nothing
   * @param commands all that it asked for by type
   * @param before the node's own clock, as in {@link Lease}
   */
  private Lease lease(
      Connection connection,
      TargetConfig target,
      Gate gate,
      Gate.Permit permit,
      Row row,
      @Nullable TypeCommand limit,
      List<TypeCommand> commands,
      long before)
      throws SQLException {
    Duration lease = lease(target);
    Sql.update(
        connection,
        """
        update batch set due_at = ?, token = token + 1, attempt = attempt + 1,
          reached = (reached or sending), sending = true, node = ?, resumes = ?
        where id = ?
        """,
        gate.now().plus(lease),
        node,
        gate.resumes(),
        row.id());
    int left = records(connection, row.id());
    if (row.attempt() == 0 && !row.sending()) {
      left = fill(connection, target, permit, row, left, limit, commands);
      left -= supersede(connection, target, row.id());
    }
    if (left <= 0) {
      Sql.update(connection, "delete from batch where id = ?", row.id());
      return Lease.none(row);
    }
    int requests = Math.min(permit.requests(), (left + row.request() - 1) / row.request());
    Duration every = Gate.slot(target);
    if (limit != null) {
      requests = Math.min(requests, limit.burst());
      TypeCommands.reserve(connection, limit, requests, gate.now());
      every = every.compareTo(limit.slot()) < 0 ? limit.slot() : every;
    }
    gate.reserve(connection, target, requests, permit.probing(), lease);
    return new Lease(row, left, requests, before, gate.untilNextSlot(), every);
  }

  /**
   * Fills it with what is due behind it, as far as this claim can send it. A target without a rate
   * takes small requests as fast as the hub makes them: there only what is less than half full is
   * worth the rows that have to be written again.
   */
  private static int fill(
      Connection connection,
      TargetConfig target,
      Gate.Permit permit,
      Row row,
      int records,
      @Nullable TypeCommand limit,
      List<TypeCommand> commands)
      throws SQLException {
    int requests = limit == null ? permit.requests() : Math.min(permit.requests(), limit.burst());
    int most = (int) Math.min(target.batch().records(), (long) requests * row.request());
    boolean limited = target.ratePerSecond() != null || limit != null;
    if (row.reached() || records >= most || (!limited && records * 2 > most)) {
      return records;
    }
    FullBatch full =
        new FullBatch(connection, target.id().value(), row.id(), row.config(), row.request());
    return limit == null
        ? full.fill(records, most, commands)
        : full.fillAside(records, most, limit);
  }

  /** The longest a claim may last: starting for one second, one request, and a margin. */
  static Duration lease(TargetConfig target) {
    return SENDING.plus(target.requestLimit()).plus(MARGIN);
  }

  private static @Nullable Row oldestDue(Connection connection, TargetId target)
      throws SQLException {
    return Sql.first(
        connection,
        """
        select id, attempt, reached, sending, request, config, token from batch
        where target = ? and due_at <= current_timestamp order by due_at, id limit 1
        for update skip locked
        """,
        Claims::row,
        target.value());
  }

  /** The oldest batch that is set aside for a type, if it was planned before what is due. */
  private static @Nullable Row setAside(
      Connection connection, TypeCommand command, @Nullable Row due) throws SQLException {
    long before = due == null ? Long.MAX_VALUE : due.id();
    Long oldest = BatchesAside.oldest(connection, command.target(), command.type(), before);
    if (oldest == null) {
      return null;
    }
    Row row =
        Sql.first(
            connection,
            "select id, attempt, reached, sending, request, config, token from batch where id = ?"
                + " for update skip locked",
            Claims::row,
            oldest);
    if (row != null) {
      BatchesAside.takeOut(connection, oldest);
    }
    return row;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getInt("attempt"),
        row.getBoolean("reached"),
        row.getBoolean("sending"),
        row.getInt("request"),
        row.getLong("config"),
        row.getLong("token"));
  }

  private static int records(Connection connection, long batch) throws SQLException {
    Integer records =
        Sql.first(
            connection, "select records from batch where id = ?", r -> r.getInt("records"), batch);
    return records == null ? 0 : records;
  }

  /**
   * A first attempt whose record has a newer version waiting is not sent at all. Gives how many
   * fell out.
   */
  private int supersede(Connection connection, TargetConfig target, long batch)
      throws SQLException {
    List<Long> claimed =
        Sql.list(
            connection,
            "select record from delivery where batch = ? and state = 'batched'",
            r -> r.getLong("record"),
            batch);
    if (claimed.isEmpty()) {
      return 0;
    }
    List<Long> overtaken =
        Sql.list(
            connection,
            "select distinct record from delivery_wait where target = ? and record = any(?)",
            r -> r.getLong("record"),
            target.id().value(),
            claimed);
    if (overtaken.isEmpty()) {
      return 0;
    }
    RecordLocks.take(connection, overtaken);
    int fallen =
        Sql.update(
            connection,
            "update delivery set state = 'superseded', settled_at = current_timestamp"
                + " where batch = ? and state = 'batched' and record = any(?)",
            batch,
            overtaken);
    Sql.update(connection, "update batch set records = records - ? where id = ?", fallen, batch);
    List<AuditLog.Event> events = Events.superseded(target.id(), overtaken);
    events.addAll(promotion.promote(connection, target, Set.copyOf(overtaken)));
    audit.append(connection, events);
    return fallen;
  }

  private Blueprint blueprint(TargetId id, Row row) {
    TargetConfig planned = config.at(row.config()).targets().get(id);
    if (planned == null) {
      throw new IllegalStateException(
          "Batch "
              + row.id()
              + " of target '"
              + id
              + "' was planned under configuration "
              + row.config()
              + ", which has no such target; nothing of it is sent");
    }
    return new Blueprint(row.config(), planned, row.request());
  }
}
