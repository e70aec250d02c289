package io.shangda.hub.operate;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.delivery.Epochs;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.TakenFiles;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Raises the epoch after a restore from a backup. What was sent since that backup is forgotten here
 * but not above: without a new epoch, version numbers that are given out a second time would be
 * refused there as stale, or not be told apart.
 */
final class RestoredCommand implements Command {
  private final ConfigFolder config;
  private final Surroundings surroundings;
  private final Map<String, String> environment;
  private final PrintStream out;

  RestoredCommand(
      ConfigFolder config,
      Surroundings surroundings,
      Map<String, String> environment,
      PrintStream out) {
    this.config = config;
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
    return "restored --reason <text> after a restore from a backup, before the start: raise the"
        + " epoch, pause the targets";
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
        Optional<Instant> backup = newest(database);
        long epoch = database.inTransaction(c -> raise(c, database, arguments.get(1).strip()));
        out.println(
            "The epoch is %d now; every node that is started from now on uses it. Every target is paused: start all"
                    .formatted(epoch)
                + " nodes, wait until every source was pulled once, resume each target, and"
                + " reconcile it once its backlog is gone.");
        backup.ifPresent(this::sayTakenFiles);
        return GOOD;
      }
      out.println("The epoch stays as it is: " + opening.why() + ". Stop all nodes first.");
    } catch (StoreException e) {
      out.println("The epoch stays as it is: " + e.getMessage());
    }
    return COULD_NOT_RUN;
  }

  /** The last thing that the restored database knows of. */
  private static Optional<Instant> newest(Database database) {
    return database.read(
        c -> {
          List<Optional<Instant>> newest =
              Sql.list(
                  c,
                  "select max(at) as newest from audit_event",
                  row -> Optional.ofNullable(Sql.instant(row, "newest")));
          return newest.get(0);
        });
  }

  /** Files were moved when they were taken: what the backup does not have must be dropped again. */
  private void sayTakenFiles(Instant backup) {
    if (!(config.read() instanceof ConfigFolder.Result.Good good)) {
      out.println(
          "The configuration has mistakes, so the folders of dropped files were not looked at: move"
              + " files that were taken after "
              + backup
              + " back into their drop folders yourself.");
      return;
    }
    List<TakenFiles.Moved> moved = new ArrayList<>();
    Path data = config.folder().resolve(environment.getOrDefault("SHANGDA_DATA", "data"));
    for (SourceConfig source : good.config().sources().values()) {
      try {
        moved.addAll(TakenFiles.since(source, config.folder(), data, backup));
      } catch (IOException | IllegalArgumentException e) {
        out.println(
            "The folders of source '" + source.id() + "' cannot be read: " + e.getMessage());
      }
    }
    if (!moved.isEmpty()) {
      out.println(
          "%d files were taken after the newest entry of the backup (%s); the hub has forgotten them. Before the start, move them back, each into the drop folder behind it:"
              .formatted(moved.size(), backup));
      moved.forEach(one -> out.println("  " + one.file() + " -> " + one.from()));
    }
  }

  private long raise(Connection connection, Database database, String reason) throws SQLException {
    long epoch = Epochs.raise(connection, database);
    Sql.update(
        connection,
        "update target_state set paused = true, pause_reason = ?",
        "restored from a backup: what was sent since is forgotten here and known above; resume when"
            + " every source was pulled once, then reconcile");
    Actor person = new Actor(Commands.person(environment), reason);
    new AuditLog(database, Clock.systemUTC())
        .append(
            connection,
            List.of(
                new AuditLog.Event("epoch-raised", null, "", "", person, Map.of("epoch", epoch))));
    return epoch;
  }
}
