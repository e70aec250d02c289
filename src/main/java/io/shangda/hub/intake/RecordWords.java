package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, to be looked for in texts that belong to no record: the error of a target, of
 * a source, of a run. A text that repeats any of it is erased with the record; one too many does no
 * harm.
 */
final class RecordWords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAYLOADS =
      """
      select payload from record_version where record = ? and payload is not null
      union all select payload from delivery where record = ? and payload is not null
      """;

  /** Shorter ones (yes, 1, a code) stand in many texts by chance. */
  private static final int SHORTEST = 4;

  private static final int SHORTEST_CHINESE = 2;
  private static final String ERASED = "(purged)";

  private record Place(String table, String column) {}

  /** Where words of others are kept that belong to no record. */
  private static final List<Place> TEXTS =
      List.of(
          new Place("target_state", "last_error"),
          new Place("target_state", "pause_reason"),
          new Place("source_state", "last_error"),
          new Place("source_state", "pause_reason"),
          new Place("batch", "last_error"),
          new Place("pull_run", "error"),
          new Place("reconciliation", "error"),
          new Place("dead_letter", "message"),
          new Place("type_command", "why"),
          new Place("difference", "here"),
          new Place("difference", "there"));

  private static final String PAGES =
      """
      select hash, place from raw_content where hash in (select raw_hash from record_version where record = ?)
      """;

  private final Set<String> words = new HashSet<>();

  private RecordWords() {}

  /** To be called before the payloads are erased. */
  static RecordWords of(Connection connection, long record) throws SQLException {
    RecordWords words = new RecordWords();
    for (String payload : Sql.list(connection, PAYLOADS, row -> row.getString(1), record, record)) {
      words.add(payload);
    }
    return words;
  }

  private void add(String payload) {
    try {
      add(JSON.readTree(payload));
    } catch (JsonProcessingException e) {
      word(payload); // the target's own form is no JSON
    }
  }

  private void add(JsonNode node) {
    if (node.isContainerNode()) {
      node.forEach(this::add);
    } else if (!node.isNull()) {
      word(node.asText());
    }
  }

  private void word(String text) {
    boolean chinese = text.codePoints().anyMatch(Character::isIdeographic);
    if (text.length() >= (chinese ? SHORTEST_CHINESE : SHORTEST)) {
      words.add(ForeignText.storable(text));
    }
  }

  /**
   * Names of files that tell of it; an address of a source is made of words that records have too.
   */
  void eraseNames(Connection connection, long record) throws SQLException {
    Map<String, String> pages = new HashMap<>();
    Sql.list(
        connection,
        PAGES,
        row -> pages.put(row.getString("hash"), row.getString("place")) == null,
        record);
    for (Map.Entry<String, String> page : pages.entrySet()) {
      if (!page.getValue().contains("://") && isIn(page.getValue())) {
        Sql.update(
            connection, "update raw_content set place = ? where hash = ?", ERASED, page.getKey());
      }
    }
  }

  boolean isIn(@Nullable String text) {
    return text != null && words.stream().anyMatch(text::contains);
  }

  /** Erases every text of no record that repeats it. */
  void erase(Connection connection) throws SQLException {
    if (words.isEmpty()) {
      return;
    }
    for (Place at : TEXTS) {
      erase(connection, at.table(), at.column());
    }
  }

  private void erase(Connection connection, String table, String column) throws SQLException {
    Set<String> repeating =
        new HashSet<>(
            Sql.list(
                connection,
                "select distinct " + column + " from " + table + " where " + column + " <> ''",
                row -> isIn(row.getString(1)) ? row.getString(1) : ""));
    repeating.remove("");
    for (String text : repeating) {
      Sql.update(
          connection,
          "update " + table + " set " + column + " = ? where " + column + " = ?",
          ERASED,
          text);
    }
  }
}
