package io.shangda.hub.intake;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.delivery.Planner;
import io.shangda.hub.intake.Identified.Name;
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
 * cursor, or nothing is. The same page twice is nothing new.
 */
public final class Intake {
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
    return takeIn(claim.source(), claim.run(), claim, page, false);
  }

  /** Takes kept content in again, for a run of its own; the cursor stays where it is. */
  PageOutcome again(SourceId source, long run, Page page) {
    return takeIn(source, run, null, page, true);
  }

  private PageOutcome takeIn(
      SourceId source, long run, @Nullable PullClaim claim, Page page, boolean again) {
    SourcePlan plan = plans.today(source);
    if (plan == null) {
      throw new LeaseLostException(
          "Source '" + source + "' is no longer configured; its page is not taken in");
    }
    Identify identify = new Identify(plan);
    identify.all(page.records());
    for (int tries = 1; ; tries++) {
      try {
        return attempt(new PageWriting.Job(plan, run, claim, page.raw(), page), identify, again);
      } catch (ChangedMeanwhileException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private PageOutcome attempt(PageWriting.Job job, Identify identify, boolean again) {
    SourcePlan plan = job.plan();
    Map<Name, Known> known = database.read(c -> Known.read(c, plan.source().id(), names(identify)));
    LocalDate today = LocalDate.ofInstant(clock.instant(), plan.source().zone());
    Sorting sorting = new Sorting(plan, new Judge(plan, today), database.numbers(), again, known);
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
