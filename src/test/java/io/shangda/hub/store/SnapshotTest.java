package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {
  @ParameterizedTest
  @EnumSource
  void shouldShowAllTablesAsTheyWereWhenTheFirstWasRead(Dialect dialect) {
    Database database = Databases.fresh(dialect);
    database.execute(SnapshotTest::tables);

    int seen =
        database.snapshot(
            reader -> {
              assertThat(count(reader, "one")).isZero();
              CompletableFuture.runAsync(() -> write(database)).join(); // another's
              return count(reader, "other");
            });

    assertThat(seen).as("rows committed after the first look").isZero();
    assertThat(database.<Integer>read(c -> count(c, "other"))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheConnectionBackAsItWas(Dialect dialect) throws SQLException {
    Database database = Databases.fresh(dialect);
    int before = database.<Integer>read(Connection::getTransactionIsolation);

    database.snapshot(c -> count(c, "record"));

    assertThat(database.<Integer>read(Connection::getTransactionIsolation)).isEqualTo(before);
  }

  private static void write(Database database) {
    database.execute(
        writer -> {
          Sql.update(writer, "insert into one values (1)");
          Sql.update(writer, "insert into other values (1)");
        });
  }

  private static void tables(Connection connection) throws SQLException {
    Sql.update(connection, "create table one (id int)");
    Sql.update(connection, "create table other (id int)");
  }

  private static int count(Connection connection, String table) throws SQLException {
    Integer count = Sql.first(connection, "select count(*) from " + table, row -> row.getInt(1));
    return count == null ? -1 : count;
  }
}
