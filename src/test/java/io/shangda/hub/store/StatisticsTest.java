package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Databases;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final int ROWS_OF_ABOUT_SIXTY_PAGES = 4000;

  @Test
  void shouldLookAgainAtATableThatOutgrewItsPictureAndAtNoOther() {
    Database database = withoutUpkeepOfItsOwn();
    Statistics statistics = new Statistics(database);
    statistics.refresh();

    fill(database, 1, ROWS_OF_ABOUT_SIXTY_PAGES);

    assertThat(statistics.refresh()).containsExactly("audit_leaf");
    assertThat(known(database)).isEqualTo(ROWS_OF_ABOUT_SIXTY_PAGES);
  }

  @Test
  void shouldLeaveATableAloneUntilItHasGrownAgain() {
    Database database = withoutUpkeepOfItsOwn();
    Statistics statistics = new Statistics(database);
    fill(database, 1, ROWS_OF_ABOUT_SIXTY_PAGES);
    statistics.refresh();

    fill(database, 2 * ROWS_OF_ABOUT_SIXTY_PAGES, ROWS_OF_ABOUT_SIXTY_PAGES);
    assertThat(statistics.refresh()).isEmpty();

    fill(database, 4 * ROWS_OF_ABOUT_SIXTY_PAGES, 3 * ROWS_OF_ABOUT_SIXTY_PAGES);
    assertThat(statistics.refresh()).containsExactly("audit_leaf");
  }

  @Test
  void shouldLeaveH2ToItself() {
    Database database = Databases.fresh(Dialect.H2);
    fill(database, 1, ROWS_OF_ABOUT_SIXTY_PAGES);

    assertThat(new Statistics(database).refresh()).isEmpty();
  }

  /** The server's own upkeep may look at the table at any moment, and would be first. */
  private static Database withoutUpkeepOfItsOwn() {
    Database database = Databases.fresh(Dialect.POSTGRESQL);
    database.execute(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("alter table audit_leaf set (autovacuum_enabled = false)");
          }
        });
    return database;
  }

  private static void fill(Database database, long from, int rows) {
    Rows leaves = new Rows("audit_leaf", "id", "at", "events", "root");
    for (long id = from; id < from + rows; id++) {
      leaves.add(id, java.time.Instant.EPOCH, 1, "sha256:" + "0".repeat(64));
    }
    database.execute(connection -> database.bulk().insert(connection, leaves));
  }

  private static long known(Database database) {
    List<Long> rows =
        database.read(
            c ->
                Sql.list(
                    c,
                    "select reltuples from pg_class where oid = 'audit_leaf'::regclass",
                    row -> row.getLong(1)));
    return rows.get(0);
  }
}
