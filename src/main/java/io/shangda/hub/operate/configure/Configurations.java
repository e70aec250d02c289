package io.shangda.hub.operate.configure;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of which every node runs the newest. */
public final class Configurations {
  /** A row that is always there. */
  private static final String ONE_AT_A_TIME =
      "select epoch from hub_epoch where epoch = 1 for update";

  private static final String NEWEST =
      "select version, hash, applied_at, applied_by from configuration order by version desc limit"
          + " 1";
  private static final String CONTENT = "select content from configuration where version = ?";
  private static final String INSERT =
      "insert into configuration (version, hash, content, applied_by) values (?, ?, ?, ?)";

  private final Database database;
  private final AuditLog audit;

  public Configurations(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** A row without its content. */
  public record Row(long version, String hash, @Nullable Instant appliedAt, String appliedBy) {}

  /**
   * What applying did.
   *
   * @param version that is the newest now
   * @param before the newest until then; 0 if there was none; the same if nothing differs
   * @param changes against the version before, a line each
   */
  public record Applied(long version, long before, List<String> changes) {}

  /** The newest row; version 0 if there is none yet. */
  public Row newest() {
    return database.read(Configurations::newest);
  }

  private static Row newest(Connection connection) throws SQLException {
    Row row =
        Sql.first(
            connection,
            NEWEST,
            r ->
                new Row(
                    r.getLong("version"),
                    r.getString("hash"),
                    Sql.instant(r, "applied_at"),
                    r.getString("applied_by")));
    return row == null ? new Row(0, "", null, "") : row;
  }

  /**
   * Makes checked files the newest row, unless they are that already. Of two who do so at once the
   * second one waits and comes after the first.
   */
  public Applied apply(ConfigFiles files, Actor actor) {
    return database.inTransaction(
        connection -> {
          Sql.list(connection, ONE_AT_A_TIME, row -> row.getLong(1));
          return apply(connection, files, actor);
        });
  }

  private Applied apply(Connection connection, ConfigFiles files, Actor actor) throws SQLException {
    Row newest = newest(connection);
    if (newest.hash().equals(files.hash().text())) {
      return new Applied(newest.version(), newest.version(), List.of());
    }
    long version = newest.version() + 1;
    Sql.update(connection, INSERT, version, files.hash().text(), files.zip(), actor.name());
    audit.append(
        connection,
        List.of(
            new AuditLog.Event(
                "configuration-applied",
                null,
                "",
                "",
                actor,
                Map.of("version", version, "hash", files.hash().text()))));
    return new Applied(
        version,
        newest.version(),
        ConfigChanges.between(content(connection, newest.version()), files));
  }

  private static ConfigFiles content(Connection connection, long version) throws SQLException {
    byte[] zip = Sql.first(connection, CONTENT, row -> row.getBytes(1), version);
    return zip == null ? new ConfigFiles(new TreeMap<>()) : ConfigFiles.ofZip(zip);
  }
}
