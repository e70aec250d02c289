package io.shangda.hub.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * When requests left the hub, by the evidence: what a wire holds back leaves evenly all the same.
 */
final class Departures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Departures() {}

  /** The most that left within one second since then, of those whose outcome is stored. */
  static long most(String database, Instant since) throws SQLException {
    TreeMap<String, Instant> left = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(database);
        PreparedStatement query = connection.prepareStatement("select content from audit_event");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        JsonNode event = read(rows.getString(1));
        JsonNode sent = event.findValue("sent");
        if (sent != null && !Instant.parse(sent.asText()).isBefore(since)) {
          String request = event.findValue("exchange") + " " + event.findValue("request");
          left.put(request, Instant.parse(sent.asText()));
        }
      }
    }
    return most(left.values().stream().sorted().toList());
  }

  private static JsonNode read(String content) {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(content, e);
    }
  }

  private static long most(List<Instant> left) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < left.size(); last++) {
      while (!left.get(last).isBefore(left.get(first).plus(SECOND))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
