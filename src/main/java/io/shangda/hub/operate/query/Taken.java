package io.shangda.hub.operate.query;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Record occurrences of pull runs by what became of them at intake; {@code pulled} is counted. */
public record Taken(
    long pulled, long unreadable, long unchanged, long rejected, long held, long planned) {
  static final Taken NONE = new Taken(0, 0, 0, 0, 0, 0);

  /** Whether every occurrence that was pulled is accounted for. */
  @JsonProperty
  public boolean balanced() {
    return pulled == unreadable + unchanged + rejected + held + planned;
  }

  Taken plus(Taken other) {
    return new Taken(
        pulled + other.pulled,
        unreadable + other.unreadable,
        unchanged + other.unchanged,
        rejected + other.rejected,
        held + other.held,
        planned + other.planned);
  }
}
