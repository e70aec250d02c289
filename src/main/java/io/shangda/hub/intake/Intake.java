package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.intake.Identified.Name;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.store.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a page in: everything it holds is sorted, judged and stored in one transaction with the
 * cursor, or nothing is. A page of very many records is taken in part by part, so that it costs no
 * more memory than one of {@value #PART}; its cursor moves with the last part. The same page twice,
 * or parts of it, is nothing new.
 */
public final class Intake {
  /** Records of a page that are committed together at most. */
  static final int PART = 10_000;

  private static final int TRIES = 5;

  private final Database database;
  private final SourcePlans plans;
  private final Planner planner;
  private final AuditLog audit;
  private final Clock clock;

  public Intake(
      Database database, SourcePlans plans, Planner planner, AuditLog audit, Clock clock) {
    this.database = database;
    this.plans = plans;
    this.planner = planner;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Takes a pulled page in, cursor included.
   *
   * @throws LeaseLostException if another node pulls this source now; nothing was stored
   */
  public PageOutcome takeIn(PullClaim claim, Page page) {
    return takeIn(claim.source(), claim.run(), claim, Hash.sha256(page.raw().content()), page);
  }

  /**
   * Takes kept content in again, for a run of its own; the cursor stays where it is.
   *
   * @param hash by which the page is kept
   */
  PageOutcome again(SourceId source, long run, Hash hash, Page page) {
    return takeIn(source, run, null, hash, page);
  }

  private PageOutcome takeIn(
      SourceId source, long run, @Nullable PullClaim claim, Hash hash, Page page) {
    SourcePlan plan = plans.today(source);
    if (plan == null) {
      throw new LeaseLostException(
          "Source '" + source + "' is no longer configured; its page is not taken in");
    }
    Set<String> purged = new HashSet<>();
    PageOutcome outcome = null;
    int from = 0;
    do {
      int to = Math.min(page.records().size(), from + PART);
      PageWriting.Part part = new PageWriting.Part(from, to, purged);
      PageOutcome next = takeIn(new PageWriting.Job(plan, run, claim, hash, page, part));
      outcome = outcome == null ? next : outcome.plus(next);
      from = to;
    } while (from < page.records().size());
    return outcome;
  }

  private PageOutcome takeIn(PageWriting.Job job) {
    Identify identify = new Identify(job.plan());
    identify.all(job.records());
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
    Map<Name, Known> known = database.read(c -> Known.read(c, plan.source().id(), names(identify)));
    LocalDate today = LocalDate.ofInstant(clock.instant(), plan.source().zone());
    Judge judge = new Judge(plan, today);
    boolean again = job.claim() == null;
    Sorting sorting = new Sorting(plan, judge, database.numbers()::next, again, known);
    identify.identified().forEach(sorting::add);
    PageWriting writing = new PageWriting(database, planner, audit, job, known);
    return database.inTransaction(
        connection -> writing.write(connection, sorting, identify.unreadable()));
  }

  private static Set<Name> names(Identify identify) {
    Set<Name> names = new HashSet<>();
    for (Identified record : identify.identified()) {
      names.add(record.name());
      if (record.parent() != null) {
        names.add(record.parent());
      }
    }
    return names;
  }
}
