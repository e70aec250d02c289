package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import io.shangda.hub.store.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Record versions by the state they are in, as the database counts them. */
@ApplicationScoped
public class RecordCounts {
  private static final String QUERY =
      """
      select source, name as type, state, n from %s k where part = 'version' and n <> 0
      """
          .formatted(Tally.COUNTS);

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
