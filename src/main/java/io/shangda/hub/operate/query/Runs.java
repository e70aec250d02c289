package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pull runs, newest first. */
@ApplicationScoped
public class Runs {
  private final Database database;

  Runs(Database database) {
    this.database = database;
  }

  /**
   * One run.
   *
   * @param kind pull, reprocess or absence
   * @param state running, complete or failed
   */
  public record Run(
      long id,
      String source,
      String kind,
      String state,
      int pages,
      Taken taken,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String error) {}

  /**
   * @param source of which source; null for all
   * @param after runs older than this one; null from the newest
   */
  public Slice<Run> list(@Nullable String source, @Nullable Long after, int limit) {
    Conditions conditions = new Conditions().and("source = ?", source).and("id < ?", after);
    List<Run> rows =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select * from pull_run" + conditions.where() + " order by id desc limit ?",
                    Runs::run,
                    conditions.values(limit + 1)));
    return Slice.of(rows, limit, Run::id);
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getLong("id"),
        row.getString("source"),
        row.getString("kind"),
        row.getString("state"),
        row.getInt("pages"),
        new Taken(
            row.getLong("pulled"),
            row.getLong("unreadable"),
            row.getLong("unchanged"),
            row.getLong("rejected"),
            row.getLong("held"),
            row.getLong("planned")),
        Sql.instant(row, "started_at"),
        Sql.instant(row, "ended_at"),
        row.getString("error"));
  }
}
