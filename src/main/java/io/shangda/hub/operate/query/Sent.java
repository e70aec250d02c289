package io.shangda.hub.operate.query;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Deliveries by state, against what the runs planned (counted apart from the deliveries). */
public record Sent(
    long planned,
    long waiting,
    long batched,
    long delivered,
    long superseded,
    long dead,
    long closed,
    long withdrawn) {
  static final Sent NONE = new Sent(0, 0, 0, 0, 0, 0, 0, 0);

  static Sent planned(long n) {
    return new Sent(n, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * @throws IllegalStateException for a state the ledger has no column for
   */
  static Sent of(String state, long n) {
    return switch (state) {
      case "waiting" -> new Sent(0, n, 0, 0, 0, 0, 0, 0);
      case "batched" -> new Sent(0, 0, n, 0, 0, 0, 0, 0);
      case "delivered" -> new Sent(0, 0, 0, n, 0, 0, 0, 0);
      case "superseded" -> new Sent(0, 0, 0, 0, n, 0, 0, 0);
      case "dead" -> new Sent(0, 0, 0, 0, 0, n, 0, 0);
      case "closed" -> new Sent(0, 0, 0, 0, 0, 0, n, 0);
      case "withdrawn" -> new Sent(0, 0, 0, 0, 0, 0, 0, n);
      default ->
          throw new IllegalStateException(
              "Deliveries are in state '" + state + "', which the ledger does not know");
    };
  }

  @JsonProperty
  public long inFlight() {
    return waiting + batched;
  }

  /** Whether every planned delivery is accounted for. */
  @JsonProperty
  public boolean balanced() {
    return planned == inFlight() + delivered + superseded + dead + closed + withdrawn;
  }

  Sent plus(Sent other) {
    return new Sent(
        planned + other.planned,
        waiting + other.waiting,
        batched + other.batched,
        delivered + other.delivered,
        superseded + other.superseded,
        dead + other.dead,
        closed + other.closed,
        withdrawn + other.withdrawn);
  }
}
