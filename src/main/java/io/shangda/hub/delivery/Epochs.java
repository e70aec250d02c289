package io.shangda.hub.delivery;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.DatabaseTime;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Restores from a backup, each of which began a new epoch. A delivery belongs to the epoch in which
 * it was planned: one from before a restore may have been sent since the backup was made, so it
 * keeps its version and its idempotency key and never goes over what came after it.
 */
public final class Epochs {
  /** No backup was ever restored. */
  public static final Epochs ONE = new Epochs(List.of(new Epoch(1, 0)));

  /**
   * Of targets' own keys, a ninth of what any number of digits can tell apart: such a key may have
   * been given to another record since the backup.
   */
  private static final long SERIALS = 111_111_111;

  private static final int SHARES = 8;

  private record Epoch(long number, long firstDelivery) {}

  private final List<Epoch> newestFirst;

  private Epochs(List<Epoch> newestFirst) {
    this.newestFirst = newestFirst;
  }

  public static Epochs read(Connection connection) throws SQLException {
    return new Epochs(
        Sql.list(
            connection,
            "select epoch, first_delivery from hub_epoch order by epoch desc",
            row -> new Epoch(row.getLong("epoch"), row.getLong("first_delivery"))));
  }

  /**
   * Begins a new one: what is planned from now on belongs to it. Its number is the time in seconds,
   * for one backup may be restored twice: counted, both would begin the same epoch. No node may
   * run, and it comes first in its transaction.
   *
   * @return its number
   */
  public static long raise(Connection connection, Database database) throws SQLException {
    long now = DatabaseTime.now(connection).getEpochSecond();
    long shares = 1 + now / 60 % SHARES; // others than the last time, of one backup restored twice
    database.serials().leaveOut(connection, SERIALS * shares);
    Sql.update(
        connection,
        "insert into hub_epoch (epoch, first_delivery) select greatest(max(epoch) + 1, cast(? as"
            + " bigint)), ? from hub_epoch",
        now,
        database.numbers().next());
    // as after an attempt whose answer was lost: sent under the same key, whatever is newer
    Sql.update(connection, "update batch set attempt = 1 where attempt = 0");
    Sql.update(connection, "update batch set reached = true");
    return read(connection).newestFirst.get(0).number();
  }

  /** First half of a delivery's {@code Record-Version}. */
  long of(long delivery) {
    return epoch(delivery).number();
  }

  /**
   * What tells a delivery's key from that of the same number in another epoch. Empty in the first
   * epoch, and in one that was raised before keys held it: what may be on its way keeps its key.
   */
  String inKey(long delivery) {
    Epoch epoch = epoch(delivery);
    return epoch.firstDelivery() == 0 ? "" : epoch.number() + ".";
  }

  private Epoch epoch(long delivery) {
    for (Epoch epoch : newestFirst) {
      if (delivery >= epoch.firstDelivery()) {
        return epoch;
      }
    }
    return newestFirst.get(newestFirst.size() - 1);
  }

  /** True if it is not known whether it was sent between a backup and its restore. */
  boolean isForgotten(long delivery) {
    return delivery < newestFirst.get(0).firstDelivery();
  }
}
