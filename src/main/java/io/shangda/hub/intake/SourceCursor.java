package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.CursorWords;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a source is read from next, for a person who must look at it or leave it: a page that
 * always fails, or a cursor that the source no longer knows, is otherwise asked for again for ever.
 *
 * <p>No change withdraws anything by itself: a run that does not begin at the start of a list
 * judges no absences, and what comes again is dropped as unchanged. A pull that is under way ends
 * with the change, and what it has not committed is asked for again.
 */
public final class SourceCursor {
  private static final int LONGEST = 8000;
  private static final int MOST_EARLIER = 20;

  private final Database database;
  private final AuditLog audit;

  public SourceCursor(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * @param cursor as it is kept; empty: the start
   * @param meaning what is asked for next
   * @param earlier where the last runs began, the newest first
   */
  public record Shown(String cursor, String meaning, List<Begun> earlier) {}

  /**
   * @param run by whose number the source can be set back
   * @param state of the run
   */
  public record Begun(long run, Instant at, String state, String cursor, String meaning) {}

  public Shown show(SourceId source) {
    return database.read(
        c -> {
          String cursor = cursor(c, source);
          List<Begun> earlier =
              Sql.list(
                  c,
                  "select id, started_at, state, cursor_text from pull_run"
                      + " where source = ? and kind = 'pull' order by id desc limit ?",
                  row ->
                      new Begun(
                          row.getLong("id"),
                          Objects.requireNonNull(Sql.instant(row, "started_at")),
                          row.getString("state"),
                          text(row.getString("cursor_text")),
                          CursorWords.meaning(row.getString("cursor_text"))),
                  source.value(),
                  MOST_EARLIER);
          return new Shown(text(cursor), CursorWords.meaning(cursor), earlier);
        });
  }

  /** The next run asks from the start of the list, as the very first one did. */
  public String beginAnew(SourceId source, Actor actor) {
    return database.inTransaction(c -> change(c, source, null, actor));
  }

  /**
   * The next run begins where that one began.
   *
   * @throws IllegalArgumentException if there is no such pull of this source any longer
   */
  public String setBack(SourceId source, long run, Actor actor) {
    return database.inTransaction(
        c -> {
          List<String> begun =
              Sql.list(
                  c,
                  "select cursor_text from pull_run where id = ? and source = ? and kind = 'pull'",
                  row -> text(row.getString(1)),
                  run,
                  source.value());
          if (begun.isEmpty()) {
            throw new IllegalArgumentException(
                "Source '%s' has no pull run %d any longer; the cursor stays"
                    .formatted(source, run));
          }
          return change(c, source, begun.get(0), actor);
        });
  }

  /**
   * The next run leaves out the page at which this one stands; only where pages are counted, for
   * else only a page itself names the one behind it.
   *
   * @throws IllegalArgumentException if there is no page to leave out
   */
  public String passOver(SourceId source, Actor actor) {
    return database.inTransaction(
        c -> {
          String at = cursor(c, source);
          String next = CursorWords.passedOver(at);
          if (next == null) {
            throw new IllegalArgumentException(
                "Source '%s' stands at no counted page (%s), so none can be passed over; set it back or begin anew"
                    .formatted(source, CursorWords.meaning(at)));
          }
          return change(c, source, next, actor);
        });
  }

  /**
   * The next run begins at a cursor that a person writes: a token as the source gave it, or a
   * cursor as it was shown.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public String set(SourceId source, String cursor, Actor actor) {
    if (cursor.length() > LONGEST) {
      throw new IllegalArgumentException("A cursor has at most " + LONGEST + " characters");
    }
    return database.inTransaction(c -> change(c, source, cursor, actor));
  }

  private static String cursor(Connection connection, SourceId source) throws SQLException {
    String cursor =
        Sql.first(
            connection,
            "select coalesce(cursor_text, '') from source_state where source = ?",
            row -> row.getString(1),
            source.value());
    return text(cursor);
  }

  /** Raises the token, so that a pull under way commits nothing any more. */
  private String change(Connection c, SourceId source, @Nullable String cursor, Actor actor)
      throws SQLException {
    Sql.update(
        c, "insert into source_state (source) values (?) on conflict do nothing", source.value());
    Sql.first(
        c, "select 1 from source_state where source = ? for update", row -> 1, source.value());
    String before = cursor(c, source);
    Sql.update(
        c,
        "update pull_run set state = 'failed', ended_at = current_timestamp, error = 'a person has"
            + " set the cursor of its source; what it did not commit is asked for again' where"
            + " source = ? and kind = 'pull' and state = 'running'",
        source.value());
    Sql.update(
        c,
        "update source_state set cursor_text = ?, token = token + 1, node = null, failures = 0,"
            + " due_at = current_timestamp where source = ?",
        cursor == null || cursor.isEmpty() ? null : cursor,
        source.value());
    Map<String, Object> detail = new LinkedHashMap<>();
    // a cursor is text of the source: the event holds its hash, the run keeps it
    detail.put("from", Hash.sha256(before).text());
    detail.put("to", Hash.sha256(text(cursor)).text());
    audit.append(
        c, List.of(new AuditLog.Event("cursor-set", null, source.value(), "", actor, detail)));
    return "Source '%s': %s. What is unchanged is dropped when it comes again, and nothing is withdrawn by this; a paused source must be resumed"
        .formatted(source, CursorWords.meaning(cursor));
  }

  private static String text(@Nullable String cursor) {
    return cursor == null ? "" : cursor;
  }
}
