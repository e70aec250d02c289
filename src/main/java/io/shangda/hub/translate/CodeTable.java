package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One code table: what a code means on a day, for everyone or for one source.
 *
 * @param common rows without a source, by code
 * @param bySource rows of one source, by source and code; they win over the common ones
 */
record CodeTable(
    String name, Map<String, List<Row>> common, Map<String, Map<String, List<Row>>> bySource) {

  /**
   * @param from first day it is valid; null: since ever
   * @param to last day it is valid; null: until further notice
   */
  record Row(JsonNode value, @Nullable LocalDate from, @Nullable LocalDate to) {
    boolean validOn(LocalDate date) {
      return (from == null || !date.isBefore(from)) && (to == null || !date.isAfter(to));
    }

    boolean meets(Row other) {
      return (from == null || other.to == null || !from.isAfter(other.to))
          && (other.from == null || to == null || !other.from.isAfter(to));
    }
  }

  /** The meaning of a code on a day; null if it has none. */
  @Nullable JsonNode find(String code, String source, LocalDate date) {
    Map<String, List<Row>> own = bySource.get(source);
    JsonNode found = own == null ? null : valid(own.get(code), date);
    return found == null ? valid(common.get(code), date) : found;
  }

  private static @Nullable JsonNode valid(@Nullable List<Row> rows, LocalDate date) {
    if (rows != null) {
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).validOn(date)) {
          return rows.get(i).value();
        }
      }
    }
    return null;
  }
}
