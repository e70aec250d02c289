package io.shangda.hub.operate.query;

import io.shangda.hub.store.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ids of records whose source key, or one of whose search values, begins with a text, in the
 * way each database has an index for; see V6.
 *
 * @param ids a query
 * @param values of the query, in order
 */
record Beginning(Dialect dialect, String ids, List<String> values) {
  /** Greater than every character, in the order of UTF-8's bytes and of Java's characters. */
  private static final String LAST_BYTES = Character.toString(Character.MAX_CODE_POINT);

  private static final String LAST_CHARACTER = "\uffff";

  /** A lexeme may have 2,046 bytes; the rest of a longer text is compared. */
  private static final int LONGEST = 500;

  /** Every pair of source and type there is, read off the index, then a range in each of them. */
  private static final String BY_KEY =
      """
      with recursive pair(source, type) as (
        (select source, type from record order by source, type limit 1)
        union all
        select following.source, following.type
          from pair cross join lateral (
            select source, type from record
             where (record.source, record.type) > (pair.source, pair.type)
             order by source, type limit 1) following)
      select record.id from pair join record
          on record.source = pair.source and record.type = pair.type
         and record.source_key >= ? and record.source_key < ?
      union all
      """;

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
          .map(column -> "select id from record where " + column + " >= ? and " + column + " < ?")
          .collect(Collectors.joining(" union all "));

  static Beginning of(String text, Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL) {
      String begin = text.substring(0, Math.min(LONGEST, text.length()));
      String lexeme = begin.replace("\\", "\\\\").replace("'", "''");
      String like = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
      return new Beginning(
          dialect,
          BY_KEY + BY_VALUE,
          List.of(text, text + LAST_BYTES, "'" + lexeme + "':*", "%\n" + like + "%"));
    }
    List<String> values = new ArrayList<>();
    Collections.nCopies(1 + Records.COLUMNS, List.of(text, text + LAST_CHARACTER))
        .forEach(values::addAll);
    return new Beginning(dialect, BY_COLUMN, List.copyOf(values));
  }

  /**
   * The ids are found first, or a limit could make the planner walk through all records instead.
   */
  Conditions addTo(Conditions conditions) {
    return conditions.andAll(
        dialect == Dialect.POSTGRESQL ? "id = any(array(" + ids + "))" : "id in (" + ids + ")",
        values);
  }
}
