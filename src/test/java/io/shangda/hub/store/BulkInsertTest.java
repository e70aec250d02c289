package io.shangda.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that mean something to COPY come back as they went in. */
class BulkInsertTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\\N",
          "\\.",
          "a\tb\nc\rd\\e",
          "\t",
          "ends with \\",
          "江山市\t办件\n完",
          "𠮷\\𠮷",
          "\b\f\u001f");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldStoreEveryTextAsItIs(Dialect dialect) {
    assertThat(stored(dialect, TEXTS.toArray())).isEqualTo(TEXTS);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldStoreUtf8AsText(Dialect dialect) {
    Object[] bytes =
        TEXTS.stream().map(text -> (Object) text.getBytes(StandardCharsets.UTF_8)).toArray();

    assertThat(stored(dialect, bytes)).isEqualTo(TEXTS);
  }

  private static List<String> stored(Dialect dialect, Object... contents) {
    Database database = Databases.fresh(dialect);
    Rows rows = new Rows("audit_event", "id", "leaf", "at", "record", "event", "source", "content");
    for (int i = 0; i < contents.length; i++) {
      rows.add((long) i, 1L, Instant.EPOCH, null, "test", "", contents[i]);
    }
    database.execute(connection -> database.bulk().insert(connection, rows));
    return new ArrayList<>(
        database.read(
            c ->
                Sql.list(
                    c, "select content from audit_event order by id", row -> row.getString(1))));
  }
}
