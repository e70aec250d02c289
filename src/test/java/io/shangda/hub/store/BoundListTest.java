package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Databases;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundListTest {
  @ParameterizedTest
  @EnumSource
  void shouldCompareAnEmptyListWithAColumnOfAnyType(Dialect dialect) {
    Database database = Databases.fresh(dialect);

    for (String column : List.of("id", "source_key")) {
      assertThat(found(database, column, List.of())).as(column).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCompareAListWithAColumnOfItsType(Dialect dialect) {
    Database database = Databases.fresh(dialect);
    database.execute(
        c ->
            Sql.update(
                c,
                "insert into record (id, source, type, source_key, version, versions, state,"
                    + " config) values (7, 'town', 'case', 'k', 1, 1, 'planned', 1)"));

    assertThat(found(database, "id", Set.of(7L, 8L))).isEqualTo(1);
    assertThat(found(database, "source_key", Set.of("k", "l"))).isEqualTo(1);
  }

  private static int found(Database database, String column, java.util.Collection<?> values) {
    return database.read(
        c ->
            Sql.list(
                    c,
                    "select id from record where " + column + " = any(?)",
                    row -> row.getLong(1),
                    values)
                .size());
  }
}
