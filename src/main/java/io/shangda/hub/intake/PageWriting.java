package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Plan;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one transaction of a page. */
final class PageWriting {

  /**
   * @param claim null when kept content is taken in again
   * @param again null when a source is pulled
   * @param hash of the page as it was received; of a redacted one it cannot be computed
   */
  record Job(
      SourcePlan plan,
      long run,
      @Nullable PullClaim claim,
      @Nullable Again again,
      Hash hash,
      Page page,
      Part part) {
    RawPage raw() {
      return page.raw();
    }

    List<RawRecord> records() {
      return page.records().subList(part.from, part.to);
    }

    boolean isFirst() {
      return part.from == 0;
    }

    boolean isLast() {
      return part.to == page.records().size();
    }
  }

  /**
   * The records of a page that this transaction is about.
   *
   * @param purged places of the page that must not be kept, of the parts before too
   */
  record Part(int from, int to, Set<String> purged) {}

  private final Database database;
  private final Planner planner;
  private final AuditLog audit;
  private final Job job;
  private final Map<Name, Known> known;
  private final ShownBeside beside;
  private final Deflated body;

  PageWriting(
      Database database, Planner planner, AuditLog audit, Job job, Stored stored, Deflated body) {
    this.database = database;
    this.planner = planner;
    this.audit = audit;
    this.job = job;
    this.known = stored.known();
    this.beside = stored.beside();
    this.body = body;
  }

  PageOutcome write(Connection connection, Sorting sorting, List<RawRecord.Unreadable> unreadable)
      throws SQLException {
    List<Taken> taken = sorting.taken();
    lockKnown(connection, taken);
    if (!job.plan().source().listed().isEmpty()) {
      new SeenRecords(database, job, sorting.ids(), known).write(connection);
    }
    Purged.hold(connection, taken);
    Holding.pass(connection, taken);
    Overtaken overtaken = Overtaken.settle(connection, taken);
    Hash raw = job.hash();
    boolean keeps =
        job.claim() != null
            && keep(connection, !taken.isEmpty() || !unreadable.isEmpty(), sorting.purged());
    Map<Name, Long> parents = new HashMap<>();
    RecordRows rows = new RecordRows(database, job, raw);
    rows.write(connection, taken, parentIds(connection, taken, parents));
    if (!taken.isEmpty()) {
      RawStore.hasVersions(connection, job.hash());
    }
    FindingRows findings = new FindingRows(database, job, raw);
    List<RawRecord.Unreadable> fresh = findings.fresh(connection, unreadable);
    findings.write(connection, taken, fresh);
    List<Plan> plans = plans(taken, parents, FromPredecessor.alike(connection, taken));
    int own = plans.size();
    plans.addAll(overtaken.plans());
    Planner.Planned planned = planner.plan(connection, plans);
    PageOutcome outcome = count(sorting, unreadable, planned.targets());
    beside.write(connection, newest(taken));
    PageCounters.add(connection, job, outcome);
    if (keeps) {
      requireNothingPurged(connection);
    }
    List<AuditLog.Event> events = PageEvents.of(job, raw, outcome, taken, planned, fresh);
    events.addAll(
        overtaken.events(job.plan().source().id(), planned.states().subList(own, plans.size())));
    audit.append(connection, events);
    return outcome;
  }

  /**
   * Keeps the page, once, without what was purged of it in this part and those before; false if it
   * is not kept now.
   */
  private boolean keep(Connection connection, boolean wanted, Set<String> purged)
      throws SQLException {
    job.part().purged().addAll(purged);
    boolean keeps = wanted && (job.isFirst() || !RawStore.isKept(connection, job.hash()));
    if (keeps) {
      RawStore.keep(connection, job.plan().source().id(), job.raw(), job.hash(), body.body());
    }
    if (keeps || (!job.isFirst() && !purged.isEmpty())) {
      Purged.redact(connection, job, job.part().purged());
    }
    return keeps;
  }

  /**
   * What was purged after the page was sorted would be kept with it as unchanged. A purge that is
   * not seen here yet waits for this transaction, which holds the source's row by now, and looks at
   * the page then.
   */
  private void requireNothingPurged(Connection connection) throws SQLException {
    Set<Long> there = new HashSet<>();
    for (Known one : known.values()) {
      if (one.version() > 0 && !one.state().equals(Purged.STATE)) {
        there.add(one.id());
      }
    }
    Long purged =
        there.isEmpty()
            ? null
            : Sql.first(
                connection,
                "select id from record where id = any(?) and state = '" + Purged.STATE + "'",
                row -> row.getLong("id"),
                there);
    if (purged != null) {
      throw new ChangedMeanwhileException(purged);
    }
  }

  /**
   * Locks what this page changes, in id order, and makes sure it is still as it was when the page
   * was sorted.
   */
  private void lockKnown(Connection connection, List<Taken> taken) throws SQLException {
    Map<Long, Known> expected = new TreeMap<>();
    for (Taken one : taken) {
      if (one.before != null) {
        expected.put(one.before.id(), one.before);
      }
    }
    if (expected.isEmpty()) {
      return;
    }
    Map<Long, String> found = new HashMap<>();
    Sql.list(
        connection,
        "select id, versions, state from record where id = any(?) order by id for update",
        row ->
            found.put(row.getLong("id"), standing(row.getInt("versions"), row.getString("state")))
                == null,
        expected.keySet());
    expected.forEach(
        (id, before) -> {
          if (!standing(before.versions(), before.state()).equals(found.get(id))) {
            throw new ChangedMeanwhileException(id);
          }
        });
  }

  private static List<Long> newest(List<Taken> taken) {
    return taken.stream()
        .filter(one -> one.state() != Taken.State.SUPERSEDED)
        .map(one -> one.id)
        .toList();
  }

  /** The state too: who purges, refuses or releases a record gives it no new version. */
  private static String standing(int versions, String state) {
    return versions + " " + state;
  }

  /** Ids of the parents; one that nobody has seen yet gets a row to be referred to. */
  private Map<Name, Long> parentIds(
      Connection connection, List<Taken> taken, Map<Name, Long> parents) throws SQLException {
    Map<Name, Long> inPage = new HashMap<>();
    taken.forEach(t -> inPage.put(t.record.name(), t.id));
    List<Name> unseen = new ArrayList<>();
    for (Taken one : taken) {
      Name parent = one.record.parent();
      if (parent == null || parents.containsKey(parent)) {
        continue;
      }
      Known there = known.get(parent);
      Long id = there != null ? Long.valueOf(there.id()) : inPage.get(parent);
      if (id == null) {
        id = database.numbers().next();
        unseen.add(parent);
      }
      parents.put(parent, id);
    }
    RecordRows.referTo(database, connection, job, unseen, parents);
    return parents;
  }

  private List<Plan> plans(
      List<Taken> taken, Map<Name, Long> parents, Map<Long, Set<TargetId>> alike) {
    List<Plan> plans = new ArrayList<>();
    for (Taken one : taken) {
      if (one.state() == Taken.State.PLANNED || one.state() == Taken.State.SUPERSEDED) {
        plans.add(
            new Plan(
                one.id,
                one.version,
                one.record.name().type(),
                one.record.deleted(),
                one.before != null,
                one.record.parent() == null ? null : parents.get(one.record.parent()),
                job.run(),
                one.judged.targets(),
                alike.getOrDefault(one.id, Set.of()),
                one.state() == Taken.State.SUPERSEDED));
      }
    }
    return plans;
  }

  private PageOutcome count(
      Sorting sorting, List<RawRecord.Unreadable> unreadable, Set<TargetId> targets) {
    int rejected = 0;
    int held = 0;
    int planned = 0;
    for (Taken one : sorting.taken()) {
      switch (one.state()) {
        case REJECTED -> rejected++;
        case HELD -> held++;
        case PLANNED, SUPERSEDED -> planned++;
      }
    }
    return new PageOutcome(
        job.records().size(),
        unreadable.size(),
        sorting.unchanged(),
        rejected,
        held,
        planned,
        targets);
  }
}
