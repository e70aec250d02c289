package io.shangda.hub.operate.query;

import io.shangda.hub.delivery.TypeCommand;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the deliveries of one record are not on their way, in an operator's words. A trace without it
 * would say "waiting", and whoever asks would have to look up target, parent and commands himself.
 */
final class WaitingReasons {
  private static final String WAITING =
      """
      select d.id, d.target, r.type, r.source_key, s.paused, s.pause_reason, s.last_error, s.breaker,
        case when s.breaker_until > current_timestamp then s.breaker_until end as breaker_until,
        case when s.wait_until > current_timestamp then s.wait_until end as wait_until,
        (select max(e.version) from delivery e where e.record = d.record and e.target = d.target
          and e.id < d.id and e.state in ('waiting', 'batched')) as earlier,
        p.id as parent, p.source as parent_source, p.type as parent_type, p.source_key as parent_key,
        p.state as parent_state, p.version as parent_version,
        (select x.state from delivery x where x.record = p.id and x.target = d.target
          order by x.version desc, x.id desc limit 1) as parent_delivery
      from delivery d
        join record r on r.id = d.record
        left join target_state s on s.target = d.target
        left join delivery_wait w on w.delivery = d.id
        left join record p on p.id = w.parent and not exists (select 1 from delivery a
          where a.record = p.id and a.target = d.target and a.state = 'delivered')
      where d.record = ? and d.state in ('waiting', 'batched')
      """;

  private record Reason(long delivery, @Nullable String text) {}

  private WaitingReasons() {}

  /** By delivery; one whose turn simply is to come has none. */
  static Map<Long, String> of(Connection connection, long record) throws SQLException {
    List<TypeCommand> commands = TypeCommand.all(connection);
    Map<Long, String> reasons = new HashMap<>();
    for (Reason one :
        Sql.list(
            connection,
            WAITING,
            row -> new Reason(row.getLong("id"), reason(row, commands)),
            record)) {
      if (one.text() != null) {
        reasons.put(one.delivery(), one.text());
      }
    }
    return reasons;
  }

  private static @Nullable String reason(ResultSet row, List<TypeCommand> commands)
      throws SQLException {
    String target = "target '" + row.getString("target") + "'";
    if (row.getObject("parent") != null) {
      return parent(row, target);
    }
    if (row.getObject("earlier") != null) {
      return "version " + row.getInt("earlier") + " of it is to be settled at " + target + " first";
    }
    if (row.getBoolean("paused")) {
      return target
          + " is paused ("
          + row.getString("pause_reason")
          + "); mend that, then resume the target";
    }
    for (TypeCommand command : commands) {
      if (command.held() != null
          && command.target().value().equals(row.getString("target"))
          && command.type().value().equals(row.getString("type"))) {
        return target + " asked it of '" + command.type() + "': " + command.text();
      }
    }
    if (row.getObject("breaker_until") != null) {
      return target
          + " failed too often ("
          + row.getString("last_error")
          + "); it is tried again at "
          + Sql.instant(row, "breaker_until");
    }
    return row.getObject("wait_until") == null
        ? null
        : target + " asked to be left alone until " + Sql.instant(row, "wait_until");
  }

  private static String parent(ResultSet row, String target) throws SQLException {
    String state = row.getString("parent_state");
    String delivery = row.getString("parent_delivery");
    String how =
        row.getInt("parent_version") == 0
            ? "which was never seen"
            : "which is " + (state.equals("planned") && delivery != null ? delivery : state);
    return "its parent "
        + row.getString("parent_source")
        + "/"
        + row.getString("parent_type")
        + "/"
        + row.getString("parent_key")
        + ", "
        + how
        + ", was not accepted by "
        + target
        + "; it is sent by itself once that is";
  }
}
