package io.shangda.hub.operate;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Raises the epoch after a restore from a backup. What was sent since that backup is forgotten here
 * but not above: without a new epoch, version numbers that are given out a second time would be
 * refused there as stale, or not be told apart.
 */
final class RestoredCommand implements Command {
  private final Surroundings surroundings;
  private final Map<String, String> environment;
  private final PrintStream out;

  RestoredCommand(Surroundings surroundings, Map<String, String> environment, PrintStream out) {
    this.surroundings = surroundings;
    this.environment = environment;
    this.out = out;
  }

  @Override
  public String name() {
    return "restored";
  }

  @Override
  public String usage() {
    return "restored --reason <text> after a restore from a backup, before the start: raise the epoch, pause"
        + " the targets";
  }

  @Override
  public int run(List<String> arguments) {
    boolean good =
        arguments.size() == 2 && arguments.get(0).equals("--reason") && !arguments.get(1).isBlank();
    if (!good) {
      out.println(usage());
      return WRONG_USE;
    }
    try (Opening opening = surroundings.openToWrite()) {
      if (opening instanceof Opening.Open open) {
        Database database = open.database();
        long epoch = database.inTransaction(c -> raise(c, database, arguments.get(1).strip()));
        out.println(
            "The epoch is %d now; every node that is started from now on uses it. Every target is paused: start all"
                    .formatted(epoch)
                + " nodes, compare what each platform holds with what the hub remembers, then resume"
                + " it.");
        return GOOD;
      }
      out.println("The epoch stays as it is: " + opening.why() + ". Stop all nodes first.");
    } catch (StoreException e) {
      out.println("The epoch stays as it is: " + e.getMessage());
    }
    return COULD_NOT_RUN;
  }

  private long raise(Connection connection, Database database, String reason) throws SQLException {
    long epoch = Epochs.raise(connection, database.numbers().next());
    Sql.update(
        connection,
        "update target_state set paused = true, pause_reason = ?",
        "restored from a backup: what was sent since is forgotten here and known above; compare,"
            + " then resume");
    Actor person = new Actor(Commands.person(environment), reason);
    new AuditLog(database, Clock.systemUTC())
        .append(
            connection,
            List.of(
                new AuditLog.Event("epoch-raised", null, "", "", person, Map.of("epoch", epoch))));
    return epoch;
  }
}
