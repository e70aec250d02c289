package io.shangda.hub.route;

import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.intake.Reach;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.RepeatedPage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands between two pages; belongs to one exchange. One page at most is being taken in
 * while the next is asked for: pages are committed one after the other, in their order.
 */
public final class PullRun {
  /**
   * A page that was committed.
   *
   * @param targets that have something to send now
   * @param goesOn false if the source was paused or taken over meanwhile, or the node stops
   * @param givesWay true if another source must have the slot now
   */
  record Committed(Set<TargetId> targets, boolean goesOn, boolean givesWay) {}

  private final PullClaim claim;
  private @Nullable CompletableFuture<Committed> underWay;
  private @Nullable String cursor;
  private boolean more = true;
  private boolean cutShort;
  private boolean gaveWay;
  private final long began = System.nanoTime();
  private @Nullable PullFailure failure;
  private @Nullable String warning;
  private @Nullable String notice;
  private String rowsBefore = "";
  private long repeated;
  private Reach reach = new Reach.Part("the run ended before the list did", false);

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

  /** True if the source had more to give. */
  boolean isCutShort() {
    return cutShort;
  }

  /** True if the source had more to give and another one must have its turn. */
  boolean gaveWay() {
    return gaveWay;
  }

  Duration lasted() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Nullable PullFailure failure() {
    return failure;
  }

  /** What the operator must know about a run that came to its end all the same. */
  @Nullable String warning() {
    if (notice == null || warning == null) {
      return notice == null ? warning : notice;
    }
    return notice + "; " + warning;
  }

  /** How much of its list the source has shown. */
  Reach reach() {
    return reach;
  }

  /** Something that the operator must know and that stops nothing; null: nothing. */
  void notice(@Nullable String text) {
    if (text != null) {
      notice = notice == null ? text : notice + "; " + text;
    }
  }

  void nothing() {
    more = false;
  }

  /** A page is on its way into the database; the next is asked for from behind it. */
  void takes(Page page, CompletableFuture<Committed> commit) {
    underWay = commit;
    if (page.nextCursor() != null) {
      cursor = page.nextCursor();
    }
    if (page.trouble() instanceof Page.Trouble.Failed failed) {
      failure = new PullFailure(PullFailure.Kind.GARBLED, failed.text(), null, null);
    }
    if (page.trouble() instanceof Page.Trouble.Warned warned) {
      warning = warned.text();
    }
    String rows = RepeatedPage.fingerprint(page.records());
    repeated += !rows.isEmpty() && rows.equals(rowsBefore) ? page.records().size() : 0;
    rowsBefore = rows;
    if (!(reach instanceof Reach.Part part && part.odd())) {
      reach = reach(page);
    }
    more = !page.end() && failure == null;
  }

  private Reach reach(Page page) {
    if (page.trouble() instanceof Page.Trouble.Partial partial) {
      return new Reach.Part(partial.text(), true, partial.missed());
    }
    boolean whole =
        page.trouble() == null
            || page.trouble() instanceof Page.Trouble.Warned warned && warned.whole();
    return page.end() && whole
        ? new Reach.Whole(repeated)
        : new Reach.Part("the run ended before the list did", false);
  }

  /**
   * Waits until the page under way is committed, if one is; gives the targets it woke up.
   *
   * @throws RuntimeException if it could not be committed: nothing of it is stored
   */
  Set<TargetId> committed() {
    CompletableFuture<Committed> page = underWay;
    underWay = null;
    if (page == null) {
      return Set.of();
    }
    try {
      Committed committed = page.join();
      cutShort = cutShort || more && !committed.goesOn();
      gaveWay = gaveWay || more && committed.goesOn() && committed.givesWay();
      more = more && committed.goesOn() && !committed.givesWay();
      return committed.targets();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }
}
