package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.intake.HeldVersion.Open;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Finding;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Secret marks that are false hits: two persons must say so, one after the other. */
final class SecretMarks {
  private static final String MARKS = Finding.SECRET_MARK + "%";
  private static final String FIRST =
      """
      update finding set resolution = 'clearing', resolved_by = ?, reason = ?
      where record = ? and version = ? and rule like ? and resolution = 'open'
      """;
  private static final String SECOND =
      """
      update finding set resolution = 'cleared', resolved_by = ?, reason = ?, resolved_at = current_timestamp
      where record = ? and version = ? and rule like ? and resolution = 'clearing'
      """;

  private final HoldRelease release;
  private final AuditLog audit;

  SecretMarks(HoldRelease release, AuditLog audit) {
    this.release = release;
    this.audit = audit;
  }

  /** Null if it was done, otherwise why not. */
  @Nullable String clear(Connection connection, HeldVersion held, Actor actor) throws SQLException {
    if (!held.secret()) {
      return "it bears no secret mark";
    }
    String first =
        held.open().stream().map(Open::by).filter(Objects::nonNull).findFirst().orElse(null);
    if (first == null) {
      update(connection, FIRST, held, actor.name(), actor.reason());
      audit.append(connection, List.of(held.event("secret-mark-first-clearing", actor, Map.of())));
      return null;
    }
    if (first.equals(actor.name())) {
      return "the second person must be another than the first";
    }
    if (held.open().stream().allMatch(Open::secret)) {
      String why = release.plan(connection, held, actor, "hold-cleared");
      if (why != null) {
        return why;
      }
    } else {
      audit.append(connection, List.of(held.event("secret-mark-cleared", actor, Map.of())));
    }
    update(connection, SECOND, held, first + ", " + actor.name(), actor.reason());
    return null;
  }

  private static void update(
      Connection connection, String sql, HeldVersion held, String by, String reason)
      throws SQLException {
    Sql.update(connection, sql, by, reason, held.record(), held.version(), MARKS);
  }
}
