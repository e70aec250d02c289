package io.shangda.hub.intake;

import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Page;
import org.jspecify.annotations.Nullable;

/**
 * A page whose records are identified, of a very long one the first of them: all that can be known
 * of it without the database, and so without waiting for the page before.
 */
public final class Ready {
  /** Records of a page that are committed together at most. */
  static final int PART = 10_000;

  private final SourcePlan plan;
  private final Hash hash;
  private final Page page;
  private @Nullable Identify first;

  /**
   * @param hash of the page as it was received
   */
  Ready(SourcePlan plan, Hash hash, Page page) {
    this.plan = plan;
    this.hash = hash;
    this.page = page;
    this.first = identify(0);
  }

  SourcePlan plan() {
    return plan;
  }

  Hash hash() {
    return hash;
  }

  Page page() {
    return page;
  }

  int records() {
    return page.records().size();
  }

  /** Behind the last record that is committed with the one at {@code from}. */
  int end(int from) {
    return Math.min(records(), from + PART);
  }

  /**
   * The records that are committed with the one at {@code from}, where a part begins. They are not
   * kept here: two parts do not fit side by side.
   */
  Identify part(int from) {
    Identify ready = first;
    first = null;
    return from == 0 && ready != null ? ready : identify(from);
  }

  private Identify identify(int from) {
    Identify identify = new Identify(plan, page.raw().receivedAt());
    identify.all(page.records().subList(from, end(from)));
    return identify;
  }
}
