package io.shangda.hub.audit;

import io.shangda.hub.record.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends events inside the caller's transaction; one leaf per call, so call once per transaction.
 */
public interface AuditLog {

  /**
   * One thing that happened.
   *
   * @param event what, in kebab-case: {@code taken-in}, {@code delivered}, {@code hold-released},
   *     {@code target-paused}
   * @param record id of the record; null if it is about none
   * @param source id; empty if none
   * @param target id; empty if none
   * @param detail in the order it is to be written; values are text, numbers, booleans or lists of
   *     these; never payloads or secrets
   */
  record Event(
      String event,
      @Nullable Long record,
      String source,
      String target,
      Actor actor,
      Map<String, Object> detail) {}

  void append(Connection connection, List<Event> events) throws SQLException;
}
