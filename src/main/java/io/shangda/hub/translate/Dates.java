package io.shangda.hub.translate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Times in every form met at sources, for the hub's own use: which version of a record is newer.
 */
public final class Dates {
  private Dates() {}

  /**
   * Reads a time, to the nanosecond where the text says so: of two states within one second the
   * later one counts.
   *
   * @param zone of texts without an offset
   * @return null if the text is none
   */
  public static @Nullable Instant instant(String text, ZoneId zone) {
    int[] parts = new int[7];
    if (text.isBlank() || new DateReader(zone).read(text, parts) != null || parts[2] == 0) {
      return null;
    }
    try {
      return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6])
          .atZone(zone)
          .toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
