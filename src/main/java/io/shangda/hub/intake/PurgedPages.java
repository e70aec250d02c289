package io.shangda.hub.intake;

import io.shangda.hub.intake.Purging.Subject;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Redaction;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Erases a record from the kept pages of its source. It stands in more of them than its versions
 * point at: a page that was kept for another record shows it unchanged. So every page of the source
 * is looked at, one at a time. A page in which it cannot be told from the others goes as a whole.
 */
final class PurgedPages {
  /** A page that two sources delivered alike is kept once, under the first of them. */
  private static final String PAGES =
      """
      select hash from raw_content w where length > 0 and emptied_at is null
        and (source = ?
          or hash in (select v.raw_hash from record r join record_version v on v.record = r.id where r.source = ?)
          or hash in (select f.raw_hash from finding f where f.source = ?))
      order by received_at, hash
      """;

  private final Database database;
  private final @Nullable SourcePlan plan;
  private final PageReader reader;

  /**
   * @param plan null if the source is no longer configured: then its pages cannot be read
   */
  PurgedPages(Database database, @Nullable SourcePlan plan, PageReader reader) {
    this.database = database;
    this.plan = plan;
    this.reader = reader;
  }

  /**
   * What was done.
   *
   * @param redacted hashes of all pages that lost something
   * @param whole of these, the ones that lost everything
   */
  record Done(List<String> redacted, List<String> whole) {}

  Done redact(Subject subject) {
    Map<String, Set<String>> noted = noted(subject);
    List<String> pages =
        database.read(
            c ->
                Sql.list(
                    c,
                    PAGES,
                    row -> row.getString(1),
                    subject.source().value(),
                    subject.source().value(),
                    subject.source().value()));
    Done done = new Done(new ArrayList<>(), new ArrayList<>());
    for (String hash : pages) {
      Set<String> places = noted.getOrDefault(hash, Set.of());
      database.execute(c -> redact(c, subject, hash, places, done));
    }
    return done;
  }

  private Map<String, Set<String>> noted(Subject subject) {
    Map<String, Set<String>> noted = new HashMap<>();
    database.read(
        c ->
            Sql.list(
                c,
                "select raw_hash, raw_place from record_version where record = ?",
                row ->
                    noted
                        .computeIfAbsent(row.getString("raw_hash"), h -> new HashSet<>())
                        .add(row.getString("raw_place")),
                subject.id()));
    return noted;
  }

  private void redact(
      Connection connection, Subject subject, String hash, Set<String> noted, Done done)
      throws SQLException {
    Sql.list(
        connection,
        "select hash from raw_content where hash = ? for update",
        row -> row.getString(1),
        hash);
    RawPage page;
    try {
      page = RawStore.read(connection, hash);
    } catch (DamagedPageException e) { // nobody can say what of it stands there
      RawStore.redact(connection, hash, new byte[0]);
      done.redacted().add(hash);
      done.whole().add(hash);
      return;
    }
    if (page == null) {
      return;
    }
    Set<String> places = places(page, subject, noted);
    if (places == null && noted.isEmpty() && !mentions(page, subject)) {
      return; // unreadable today, and nothing speaks of the record
    }
    if (places != null && places.isEmpty() && !(hasUnreadables(page) && mentions(page, subject))) {
      return;
    }
    byte[] left =
        places == null || plan == null ? null : Redaction.without(plan.source(), page, places);
    if (left != null && hasUnreadables(page) && mentions(left, subject)) {
      left = null; // what could not be read may be this record, in an earlier state
    }
    RawStore.redact(connection, hash, left == null ? new byte[0] : left);
    done.redacted().add(hash);
    if (left == null) {
      done.whole().add(hash);
    }
  }

  /** Where in the page the record stands; null if the page cannot be read today. */
  private @Nullable Set<String> places(RawPage page, Subject subject, Set<String> noted) {
    if (plan == null) {
      return null;
    }
    try {
      List<RawRecord> records = reader.read(plan.source(), page, null, Told.NOTHING).records();
      Set<String> places = new HashSet<>();
      for (RawRecord record : records) { // its key may have been made in another way then
        if (record instanceof RawRecord.Readable
            && noted.contains(StoredPlace.of(record.place()))) {
          places.add(record.place());
        }
      }
      Identify identify = new Identify(plan, page.receivedAt());
      identify.all(records);
      for (Identified one : identify.identified()) {
        boolean itsKey =
            one.name().key().equals(subject.key()) || one.written().equals(subject.key());
        if (itsKey && one.name().type().value().equals(subject.type())) {
          places.add(one.place());
        }
      }
      return places;
    } catch (PullFailure e) {
      return null;
    }
  }

  private boolean hasUnreadables(RawPage page) {
    try {
      return plan == null
          || reader.read(plan.source(), page, null, Told.NOTHING).records().stream()
              .anyMatch(RawRecord.Unreadable.class::isInstance);
    } catch (PullFailure e) {
      return true;
    }
  }

  private boolean mentions(RawPage page, Subject subject) {
    return mentions(page.content(), subject);
  }

  /** In the source's characters or in those of what was redacted before. */
  private boolean mentions(byte[] content, Subject subject) {
    return new String(content, StandardCharsets.UTF_8).contains(subject.key())
        || (plan != null && new String(content, plan.source().charset()).contains(subject.key()));
  }
}
