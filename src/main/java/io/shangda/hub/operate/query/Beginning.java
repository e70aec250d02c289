package io.shangda.hub.operate.query;

import io.shangda.hub.store.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * That a record's source key, or one of its search values, begins with a text. On PostgreSQL the
 * ids are found first, by indexes (see V6), or a limit could make the planner walk through all
 * records instead. H2 compares record by record, in the order of ids, until there are enough: it
 * looks through a list of ids for each record, and would need seconds where thousands begin with
 * the text.
 *
 * @param values of the condition, in order
 */
record Beginning(String condition, List<String> values) {
  /** Greater than every character, in the order of UTF-8's bytes and of Java's characters. */
  private static final String LAST_BYTES = Character.toString(Character.MAX_CODE_POINT);

  private static final String LAST_CHARACTER = "\uffff";

  /** A lexeme may have 2,046 bytes; the rest of a longer text is compared. */
  private static final int LONGEST = 500;

  private static final String BY_KEY =
      "select id from record where source_key >= ? and source_key < ? union all ";

  private static final String BY_VALUE =
      """
      select id from record
       where search <> ''
         and array_to_tsvector(array_remove(string_to_array(left(search, 511), e'\\n'), ''))
             @@ cast(? as tsquery)
         and e'\\n' || search like ? escape '!'""";

  private static final String BY_COLUMN =
      Stream.concat(
              Stream.of("source_key"),
              IntStream.rangeClosed(1, Records.COLUMNS).mapToObj(i -> "search_" + i))
          .map(column -> column + " >= ? and " + column + " < ?")
          .collect(Collectors.joining(" or ", "(", ")"));

  static Beginning of(String text, Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL) {
      String begin = text.substring(0, Math.min(LONGEST, text.length()));
      String lexeme = begin.replace("\\", "\\\\").replace("'", "''");
      String like = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
      return new Beginning(
          "id = any(array(" + BY_KEY + BY_VALUE + "))",
          List.of(text, text + LAST_BYTES, "'" + lexeme + "':*", "%\n" + like + "%"));
    }
    List<String> values = new ArrayList<>();
    Collections.nCopies(1 + Records.COLUMNS, List.of(text, text + LAST_CHARACTER))
        .forEach(values::addAll);
    return new Beginning(BY_COLUMN, List.copyOf(values));
  }

  Conditions addTo(Conditions conditions) {
    return conditions.andAll(condition, values);
  }
}
