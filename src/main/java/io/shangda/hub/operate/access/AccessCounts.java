package io.shangda.hub.operate.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often the same happened within its time: an hour for what programs do all day, a minute for
 * the rest. Of more than 500 different notes at once the others are counted as one of their kind.
 */
final class AccessCounts {
  private static final int MOST = 500;
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Set<String> ALL_DAY = Set.of("login", "content-read");
  private static final String OTHERS = "others";

  /** What happened, by whom and from where. */
  record Note(String event, String user, String address, String what) {
    long nanos() {
      return (ALL_DAY.contains(event) && !what.equals("login page") ? LONG : SHORT).toNanos();
    }
  }

  private record Seen(long sinceNanos, int more) {}

  private final LongSupplier nanoTime;
  private final Map<Note, Seen> seen = new LinkedHashMap<>();

  AccessCounts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether it is to be written now; otherwise it is counted. */
  synchronized boolean isFirst(Note given) {
    Note note =
        seen.containsKey(given) || seen.size() < MOST
            ? given
            : new Note(given.event(), OTHERS, OTHERS, OTHERS);
    Seen before = seen.get(note);
    if (before != null) {
      seen.put(note, new Seen(before.sinceNanos(), before.more() + 1));
      return false;
    }
    boolean itself = note.equals(given);
    seen.put(note, new Seen(nanoTime.getAsLong(), itself ? 0 : 1));
    return itself;
  }

  /** What was counted and whose time is over; it begins anew. */
  synchronized Map<Note, Integer> due() {
    return taken(false);
  }

  /** All that was counted, because the hub stops. */
  synchronized Map<Note, Integer> all() {
    return taken(true);
  }

  /** What could not be written. */
  synchronized void giveBack(Map<Note, Integer> notes) {
    notes.forEach(
        (note, times) ->
            seen.merge(
                note,
                new Seen(nanoTime.getAsLong(), times),
                (there, back) -> new Seen(there.sinceNanos(), there.more() + back.more())));
  }

  private Map<Note, Integer> taken(boolean all) {
    Map<Note, Integer> due = new HashMap<>();
    for (Iterator<Map.Entry<Note, Seen>> each = seen.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Note, Seen> entry = each.next();
      Seen found = entry.getValue();
      if (all || nanoTime.getAsLong() - found.sinceNanos() >= entry.getKey().nanos()) {
        each.remove();
        if (found.more() > 0) {
          due.put(entry.getKey(), found.more());
        }
      }
    }
    return due;
  }
}
