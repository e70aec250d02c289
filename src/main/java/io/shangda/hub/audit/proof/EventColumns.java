package io.shangda.hub.audit.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Compares an event's columns, by which it is found, with its text, which is sealed: who changes a
 * column hides an event without touching it.
 */
final class EventColumns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventColumns() {}

  /** What does not agree; empty if all does, or if the text is none, which its leaf tells. */
  static String oddity(ResultSet row, String text) throws SQLException {
    JsonNode event;
    try {
      event = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return "";
    }
    String person = event.path("actor").asText();
    String[][] pairs = {
      {"id", row.getString("id"), event.path("id").asText()},
      {"leaf", row.getString("leaf"), event.path("leaf").asText()},
      {"record", Objects.toString(row.getString("record"), ""), event.path("record").asText()},
      {"event", row.getString("event"), event.path("event").asText()},
      {"source", row.getString("source"), event.path("source").asText()},
      {"target", row.getString("target"), event.path("target").asText()},
      {"at", Objects.toString(Sql.instant(row, "at"), ""), event.path("at").asText()}
    };
    for (String[] pair : pairs) {
      if (!pair[1].equals(pair[2])) {
        return pair[0] + " '" + pair[1] + "' / '" + pair[2] + "'";
      }
    }
    String named = row.getString("person");
    boolean same = named == null || named.equals(person);
    return same ? "" : "person '" + named + "' / '" + person + "'";
  }
}
