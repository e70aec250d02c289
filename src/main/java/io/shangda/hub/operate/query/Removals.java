package io.shangda.hub.operate.query;

import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** How much retention has taken away so far. */
@ApplicationScoped
public class Removals {
  private final Database database;

  public Removals(Database database) {
    this.database = database;
  }

  /** By part: {@code raw}, {@code payloads}, {@code deliveries} … */
  public Map<String, Long> byPart() {
    Map<String, Long> removed = new TreeMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                "select part, removed from retention_walk",
                row -> removed.put(row.getString("part"), row.getLong("removed")) == null));
    return removed;
  }
}
