package io.shangda.hub.retention;

import io.shangda.hub.config.Retention;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a table in the order of its key, a slice at a time. A slice looks at some thousand
 * rows, so that what it locks is locked for a moment only, and what keeps a row (an open hold, say)
 * is asked at every walk anew.
 */
interface Walk {
  /** Its name, as in {@code retention_walk}, in metrics and events. */
  String part();

  /** How long what it takes away is kept; null for ever. */
  @Nullable Duration kept(Retention retention);

  /**
   * One slice.
   *
   * @param after key of the last row looked at; empty from the first one
   * @param before what ended earlier may go
   */
  Slice slice(Connection connection, String after, Instant before) throws SQLException;

  /**
   * What a slice did.
   *
   * @param reached key of its last row; null if there was none: the walk is at its end
   */
  record Slice(@Nullable String reached, int removed) {
    static final Slice END = new Slice(null, 0);
  }
}
