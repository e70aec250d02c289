package io.shangda.hub.source;

import io.shangda.hub.record.ForeignText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pull that ends without a page. What was committed before it stands; the cursor stays where it
 * was.
 */
public final class PullFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Characters of its message, which may hold words of the source. */
  private static final int LONGEST = 2000;

  /** What kind of failure decides what happens next. */
  public enum Kind {
    /** No connection, time-out, 5xx, 429: tried again with back-off. */
    AWAY,
    /** 401, 403, expired token: the source is paused until a person looks. */
    BARRED,
    /**
     * An answer that is none (HTML, cut off, wrong charset, endless, next link in a loop): tried
     * again, alert.
     */
    GARBLED,
    /** The hub's own configuration does not fit the source: paused until a person looks. */
    MISFIT
  }

  private final Kind kind;
  private final transient @Nullable Duration retryAfter;

  public PullFailure(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(ForeignText.oneLine(message, LONGEST), cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the source asked to be left alone; null if it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
