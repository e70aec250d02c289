package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts record versions; reads all of them, so the caller keeps the answer for a while. */
@ApplicationScoped
public class RecordCounts {
  private static final String QUERY =
      """
      select r.source, r.type, v.state, count(*) as n
        from record_version v join record r on r.id = v.record
        group by r.source, r.type, v.state
      """;

  private final Database database;

  RecordCounts(Database database) {
    this.database = database;
  }

  public List<RecordCount> all() {
    return database.read(
        c ->
            Sql.list(
                c,
                QUERY,
                row ->
                    new RecordCount(
                        row.getString("source"),
                        row.getString("type"),
                        row.getString("state"),
                        row.getLong("n"))));
  }
}
