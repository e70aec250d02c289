package io.shangda.hub.route;

import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.record.Page;
import io.shangda.hub.source.PullFailure;
import org.jspecify.annotations.Nullable;

/** Where a run stands between two pages; belongs to one exchange. */
public final class PullRun {
  private final PullClaim claim;
  private @Nullable String cursor;
  private boolean more = true;
  private @Nullable PullFailure failure;

  PullRun(PullClaim claim) {
    this.claim = claim;
    this.cursor = claim.cursor();
  }

  /** Asked by the route before each page. */
  public boolean isMore() {
    return more;
  }

  PullClaim claim() {
    return claim;
  }

  @Nullable String cursor() {
    return cursor;
  }

  @Nullable PullFailure failure() {
    return failure;
  }

  void nothing() {
    more = false;
  }

  /**
   * A page was committed.
   *
   * @param goesOn false if the source was paused or taken over meanwhile
   */
  void taken(Page page, boolean goesOn) {
    if (page.nextCursor() != null) {
      cursor = page.nextCursor();
    }
    if (page.trouble() instanceof Page.Trouble.Failed failed) {
      failure = new PullFailure(PullFailure.Kind.GARBLED, failed.text(), null, null);
    }
    more = goesOn && !page.end() && failure == null;
  }
}
