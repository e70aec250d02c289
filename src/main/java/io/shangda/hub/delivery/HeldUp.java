package io.shangda.hub.delivery;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Requests that were held up on their way count twice against the rate. What a wire or a platform
 * held back comes through together when it is let go, and what was reserved since would come right
 * behind it: the target would see more in a second than it allows. So as many slots stay empty.
 *
 * <p>Held up is what took more than twice as long as is usual for the target and a tenth of a
 * second more. The usual time follows the answers of all nodes, so a platform that is slow but
 * steady loses nothing.
 */
final class HeldUp {
  private static final long MORE_MILLIS = 100;

  /** Of each answer, this part goes into the usual time. */
  private static final double SHARE = 1.0 / 8;

  private HeldUp() {}

  /**
   * The target's row is locked from here on, so the records of a batch may not be locked before.
   *
   * @param took milliseconds until each request that may have left was answered or given up
   */
  static void charge(Connection connection, TargetConfig target, List<Long> took)
      throws SQLException {
    if (target.ratePerSecond() == null || took.isEmpty()) {
      return;
    }
    Gate gate = Gate.lock(connection, target);
    double usual = gate.usualMillis();
    int late = 0;
    for (long millis : took) {
      double limit = 2 * usual + MORE_MILLIS;
      late += millis > limit ? 1 : 0;
      usual += (Math.min(millis, limit) - usual) * SHARE;
    }
    int after = (int) Math.ceil(usual);
    if (after != gate.usualMillis()) {
      Sql.update(
          connection,
          "update target_state set usual_millis = ? where target = ?",
          after,
          target.id().value());
    }
    if (late > 0) {
      gate.reserve(connection, target, late, false, Duration.ZERO);
    }
  }
}
