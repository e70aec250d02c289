package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a trading centre has at each turn of its day: a pure function of the seed and the turn, so
 * that a run can be told again. Deals begin one after the other and take a step each turn; some are
 * changed, some withdrawn, and one in three has something wrong with it.
 */
final class TradingWorld {
  private static final int FIRST_DEALS = 12;
  private static final int MOST_DEALS = 60;
  private static final int TURNS_PER_DEAL = 2;
  private static final int FLAW_EVERY = 3;
  private static final int MEND_AFTER = 6;
  private static final int CHANGE_EVERY = 9;
  private static final int WITHDRAW_EVERY = 9;
  private static final int WITHDRAW_AFTER = 8;
  private static final int LONG_AGO = -20;

  private final Instant start;
  private final Duration turn;
  private final int flawOffset;

  /**
   * @param start the moment of turn 0
   * @param turn how long one lasts
   */
  TradingWorld(Instant start, Duration turn, long seed) {
    this.start = start;
    this.turn = turn;
    this.flawOffset = new Random(seed).nextInt(TradeFlaw.values().length);
  }

  int turnAt(Instant now) {
    return (int) Math.max(0, Duration.between(start, now).toMillis() / turn.toMillis());
  }

  /** All rows the centre shows at a turn, each after its parent unless the parent is late. */
  List<JsonObject> rows(int turnNumber) {
    List<JsonObject> rows = new ArrayList<>();
    for (int number = 1; number <= MOST_DEALS && begin(number) <= turnNumber; number++) {
      Deal deal = new Deal(number, opened(number));
      for (int step = 0; step < Deal.KINDS.size(); step++) {
        if (shownFrom(number, step) <= turnNumber) {
          JsonObject row = row(deal, step, turnNumber);
          if (row != null) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  /** What is wrong with a deal as long as it is not mended; null if nothing is. */
  @Nullable TradeFlaw flaw(int number) {
    if (number % FLAW_EVERY != 0) {
      return null;
    }
    TradeFlaw[] flaws = TradeFlaw.values();
    return flaws[(number / FLAW_EVERY - 1 + flawOffset) % flaws.length];
  }

  /** Whether a deal's flaw shows at a turn. */
  boolean spoiled(int number, int turnNumber) {
    TradeFlaw flaw = flaw(number);
    if (flaw == null) {
      return false;
    }
    int shown = Math.max(0, shownFrom(number, Deal.KINDS.indexOf(flaw.type())));
    return turnNumber >= shown && (!flaw.mended() || turnNumber < shown + MEND_AFTER);
  }

  private @Nullable JsonObject row(Deal deal, int step, int turnNumber) {
    String kind = Deal.KINDS.get(step);
    int number = deal.number();
    int shown = Math.max(0, shownFrom(number, step));
    int revision = revision(number, turnNumber) - revision(number, shown);
    int changed = Math.max(shownFrom(number, step), lastChange(number, kind, shown, turnNumber));
    JsonObject row = deal.row(kind, revision, at(changed));
    TradeFlaw flaw = flaw(number);
    if (flaw != null && flaw.type().equals(kind)) {
      if (spoiled(number, turnNumber)) {
        row.put(Deal.OTHER_NAME, new Deal(number - 1, opened(number - 1)).name());
        flaw.spoil(row);
      }
      row.remove(Deal.OTHER_NAME);
    }
    row.remove("publicityStartNextDay");
    if (withdrawn(number, kind, turnNumber)) {
      row.put("isDeleted", 1);
    }
    return row.getBoolean(Deal.HIDDEN, false) ? null : row;
  }

  private int lastChange(int number, String kind, int shown, int turnNumber) {
    int last = shown;
    boolean revised = kind.equals(Deal.PROJECT) || kind.equals(Deal.NOTICE);
    if (revised && revision(number, turnNumber) > revision(number, shown)) {
      last = revision(number, turnNumber) * CHANGE_EVERY - number % CHANGE_EVERY;
    }
    TradeFlaw flaw = flaw(number);
    if (flaw != null
        && flaw.type().equals(kind)
        && flaw.mended()
        && turnNumber >= shown + MEND_AFTER) {
      last = Math.max(last, shown + MEND_AFTER);
    }
    if (withdrawn(number, kind, turnNumber)) {
      last = Math.max(last, begin(number) + WITHDRAW_AFTER);
    }
    return Math.min(last, turnNumber);
  }

  private static int revision(int number, int turnNumber) {
    return Math.floorDiv(turnNumber + number % CHANGE_EVERY, CHANGE_EVERY);
  }

  private static boolean withdrawn(int number, String kind, int turnNumber) {
    return kind.equals(Deal.CANDIDATE)
        && number % WITHDRAW_EVERY == 5
        && turnNumber >= Math.max(0, begin(number)) + WITHDRAW_AFTER;
  }

  private static int begin(int number) {
    return number <= FIRST_DEALS ? LONG_AGO : TURNS_PER_DEAL * (number - FIRST_DEALS) - 1;
  }

  private static int shownFrom(int number, int step) {
    return begin(number) + step;
  }

  private Instant at(int turnNumber) {
    return start.plus(turn.multipliedBy(turnNumber));
  }

  /** A deal's papers are dated a month back: tendering takes four weeks. */
  private Instant opened(int number) {
    return start.minus(Duration.ofDays(30L + MOST_DEALS - number)).minus(Duration.ofHours(number));
  }
}
