package io.shangda.hub.intake;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Severity;
import io.shangda.hub.source.Redaction;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a purged record that its source delivers again. The same content is nothing new
 * and is not kept; other content is a new version, which waits until a named person says that it
 * may be there again. A deletion goes through.
 */
final class Purged {
  static final String STATE = "purged";
  private static final String RULE = "purged";

  private static final String NOT_LIFTED =
      """
      select distinct v.record from record_version v
      where v.record = any(?) and v.state = 'purged'
        and not exists (select 1 from finding f
          where f.record = v.record and f.rule = 'purged' and f.resolution = 'released')
      """;

  private Purged() {}

  /** Whatever state came between, a deletion too: only a person lifts it. */
  static void hold(Connection connection, List<Taken> taken) throws SQLException {
    List<Long> suspects =
        taken.stream()
            .filter(one -> one.before != null && one.before.version() > 0)
            .filter(Purged::wouldLeave)
            .map(one -> one.id)
            .distinct()
            .toList();
    if (suspects.isEmpty()) {
      return;
    }
    Set<Long> purged =
        new HashSet<>(Sql.list(connection, NOT_LIFTED, row -> row.getLong(1), suspects));
    for (Taken one : taken) {
      if (purged.contains(one.id) && wouldLeave(one)) {
        one.hold(finding());
      }
    }
  }

  private static boolean wouldLeave(Taken one) {
    return !one.record.deleted()
        && (one.state() == Taken.State.PLANNED || one.state() == Taken.State.HELD);
  }

  private static Finding finding() {
    return new Finding(
        Severity.HOLD,
        RULE,
        "",
        "",
        Hash.sha256(""),
        "该记录的内容已按要求清除，来源又提供了新的内容。请核实后放行；若不应再有，请拒绝并再次清除，同时通知来源单位。",
        "The content of this record was purged, and its source delivers it anew. Release it if that"
            + " is right; if not, refuse it, purge it again and tell the source.");
  }

  /** Keeps the page without what was purged of it. */
  static void redact(Connection connection, PageWriting.Job job, Set<String> places)
      throws SQLException {
    if (places.isEmpty()) {
      return;
    }
    byte[] left = Redaction.without(job.plan().source(), job.raw(), places);
    RawStore.redact(connection, job.hash().text(), left == null ? new byte[0] : left);
  }
}
