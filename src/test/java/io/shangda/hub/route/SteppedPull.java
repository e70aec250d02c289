package io.shangda.hub.route;

import io.shangda.hub.intake.Intake;
import io.shangda.hub.intake.PageOutcome;
import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Pulls;
import io.shangda.hub.intake.Reach;
import io.shangda.hub.record.Page;
import io.shangda.hub.source.PullFailure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run's pages, one after the other, as a test steps them. */
public final class SteppedPull {
  private final PullRun run;

  public SteppedPull(PullClaim claim) {
    this.run = new PullRun(claim);
  }

  public PullClaim claim() {
    return run.claim();
  }

  public @Nullable String cursor() {
    return run.cursor();
  }

  public boolean isMore() {
    return run.isMore();
  }

  public @Nullable PullFailure failure() {
    return run.failure();
  }

  public @Nullable String warning() {
    return run.warning();
  }

  public Reach reach() {
    return run.reach();
  }

  /** Takes a page in, as the route does it. */
  public PageOutcome take(Page page, Intake intake, Pulls pulls) {
    PageOutcome outcome = intake.takeIn(run.claim(), intake.ready(run.claim().source(), page));
    run.takes(
        page,
        CompletableFuture.completedFuture(
            new PullRun.Committed(outcome.targets(), pulls.goesOn(run.claim()), false)));
    run.committed();
    return outcome;
  }
}
