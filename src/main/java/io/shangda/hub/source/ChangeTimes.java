package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import io.shangda.hub.record.RawRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times at which the records of a page say they were changed. A time that lies ahead of the
 * source's clock (its header Date; the hub's where it has none) does not count: one row from a
 * clock that runs ahead would otherwise hide all rows until that time comes.
 */
record ChangeTimes(JsonPointer field, TimeForm form) {
  /**
   * What a page says.
   *
   * @param times in the order of the page, those ahead too
   * @param latest that counts; null if none does
   * @param warning what the operator must know; null if nothing
   */
  record Read(List<Instant> times, @Nullable Instant latest, @Nullable String warning) {
    boolean sorted() {
      for (int i = 1; i < times.size(); i++) {
        if (times.get(i).isBefore(times.get(i - 1))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param margin how far ahead a time may lie and count all the same
   */
  Read read(Paging.Turn turn, Duration margin) {
    List<Instant> times = new ArrayList<>(turn.records().size());
    boolean unread = false;
    for (RawRecord record : turn.records()) {
      if (record instanceof RawRecord.Readable readable) {
        Instant time = form.read(readable.content().at(field));
        if (time == null) {
          unread = true;
        } else {
          times.add(time);
        }
      }
    }
    Instant clock = clockOf(turn);
    Instant limit = (clock == null ? turn.askedAt() : clock).plus(margin);
    Instant latest = null;
    boolean ahead = false;
    for (Instant time : times) {
      ahead |= time.isAfter(limit);
      latest = time.isAfter(limit) ? latest : later(latest, time);
    }
    return new Read(times, latest, warning(ahead, unread, times.isEmpty(), clock));
  }

  private @Nullable String warning(
      boolean ahead, boolean unread, boolean none, @Nullable Instant clock) {
    if (ahead) {
      return "some records say at '%s' that they were changed later than it is now by %s; the mark does not move to such a time"
          .formatted(field, clock == null ? "the hub's clock" : "the source's own clock");
    }
    if (!unread) {
      return null;
    }
    return none
        ? "no record has a readable time at '%s', so the mark does not move; check 'field' and 'format'"
            .formatted(field)
        : "some records have no readable time at '%s'; they are taken in, the mark goes by the others"
            .formatted(field);
  }

  /** The source's time at its answer; null if it does not tell. */
  static @Nullable Instant clockOf(Paging.Turn turn) {
    String date = turn.headers().get("date");
    try {
      return date == null
          ? null
          : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
