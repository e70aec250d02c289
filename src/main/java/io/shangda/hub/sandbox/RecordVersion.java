package io.shangda.hub.sandbox;

import java.util.Comparator;

/** {@code <epoch>.<number>} of a push: a higher epoch is newer whatever its number. */
record RecordVersion(long epoch, long number) implements Comparable<RecordVersion> {
  private static final Comparator<RecordVersion> ORDER =
      Comparator.comparingLong(RecordVersion::epoch).thenComparingLong(RecordVersion::number);

  /** What is no number counts as 0, so that a sender without versions is always the oldest. */
  static RecordVersion of(String text) {
    String[] parts = text.split("\\.", 2);
    return new RecordVersion(whole(parts[0]), whole(parts[parts.length - 1]));
  }

  private static long whole(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  @Override
  public int compareTo(RecordVersion other) {
    return ORDER.compare(this, other);
  }
}
