package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Takes a page in: everything it holds is sorted, judged and stored in one transaction with the
 * cursor, or nothing is. A page of very many records is taken in part by part, so that it costs no
 * more memory than one of {@value Ready#PART}; its cursor moves with the last part. The same page
 * twice, or parts of it, is nothing new.
 */
public final class Intake {
  private static final int TRIES = 5;

  private final Database database;
  private final SourcePlans plans;
  private final Planner planner;
  private final AuditLog audit;
  private final Clock clock;
  private final ForkJoinPool workers;
  private final Absences absences;
  private final PayloadLimit limit;

  public Intake(
      Database database, SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.database = database;
    this.plans = plans;
    this.planner = planner;
    this.audit = audit;
    this.clock = clock;
    this.workers = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    this.limit = new PayloadLimit(database.dialect());
    this.absences = new Absences(database, plans, planner, audit, clock);
  }

  /** What becomes of records that a whole list lacks. */
  public Absences absences() {
    return absences;
  }

  /**
   * Does what can be done of a page before the one in front of it is committed.
   *
   * @throws LeaseLostException if the source is no longer configured
   */
  public Ready ready(SourceId source, Page page) {
    return ready(source, Hash.sha256(page.raw().content()), page);
  }

  /**
   * Takes a pulled page in, cursor included.
   *
   * @throws LeaseLostException if another node pulls this source now; nothing was stored
   */
  public PageOutcome takeIn(PullClaim claim, Ready page) {
    return takeIn(page, claim.run(), claim, null);
  }

  /** The same for a page that nothing was done with yet. */
  public PageOutcome takeIn(PullClaim claim, Page page) {
    return takeIn(claim, ready(claim.source(), page));
  }

  /**
   * Takes kept content in again, for a run of its own; the cursor stays where it is.
   *
   * @param hash by which the page is kept
   * @param again what it must not overtake
   */
  PageOutcome again(SourceId source, long run, Hash hash, Page page, Again again) {
    return takeIn(ready(source, hash, page), run, null, again);
  }

  private Ready ready(SourceId source, Hash hash, Page page) {
    SourcePlan plan = plans.today(source);
    if (plan == null) {
      throw new LeaseLostException(
          "Source '" + source + "' is no longer configured; its page is not taken in");
    }
    return new Ready(plan, hash, page);
  }

  private PageOutcome takeIn(
      Ready ready, long run, @Nullable PullClaim claim, @Nullable Again again) {
    Set<String> purged = new HashSet<>();
    PageOutcome outcome = null;
    int from = 0;
    do {
      int to = ready.end(from);
      PageWriting.Part part = new PageWriting.Part(from, to, purged);
      PageWriting.Job job =
          new PageWriting.Job(ready.plan(), run, claim, again, ready.hash(), ready.page(), part);
      PageOutcome next = takeIn(job, ready.part(from));
      outcome = outcome == null ? next : outcome.plus(next);
      from = to;
    } while (from < ready.records());
    return outcome;
  }

  private PageOutcome takeIn(PageWriting.Job job, Identify identify) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt(job, identify);
      } catch (ChangedMeanwhileException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private PageOutcome attempt(PageWriting.Job job, Identify identify) {
    SourcePlan plan = job.plan();
    Again again = job.again();
    List<Identified> records = identify.identified();
    Repeats repeats = new Repeats(records);
    Stored stored = database.read(c -> stored(c, job, identify, repeats));
    LocalDate today = LocalDate.ofInstant(clock.instant(), plan.source().zone());
    Judging judging = new Judging(new Judge(plan, today), workers);
    Sorting sorting =
        new Sorting(
            plan,
            record -> limit.keep(judging.judged(record)),
            database.numbers()::next,
            stored,
            again);
    List<Identified> worth = sorting.worthJudging(records);
    Deflated raw = new Deflated(job.raw().content());
    boolean nothing = worth.isEmpty() && identify.unreadable().isEmpty();
    if (again == null && job.isFirst() && !nothing) {
      raw.begin(workers);
    }
    judging.ahead(worth);
    sorting.all(records, repeats);
    PageWriting writing = new PageWriting(database, planner, audit, job, stored, raw);
    return database.inTransaction(
        connection -> writing.write(connection, sorting, identify.unreadable()));
  }

  private Stored stored(
      Connection connection, PageWriting.Job job, Identify identify, Repeats repeats)
      throws SQLException {
    Map<Name, Known> known =
        Known.read(connection, job.plan().source().id(), identify, clock.instant());
    Again again = job.again();
    if (again != null) {
      again.compareWith(connection, known.values());
    }
    return ShownBeside.isPossible(job)
        ? Stored.readList(connection, known, repeats, job)
        : Stored.read(connection, known, repeats);
  }
}
