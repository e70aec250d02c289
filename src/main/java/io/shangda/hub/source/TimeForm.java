package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a source writes times and wants to be asked for them. Writing cuts off what the
 * form cannot hold, so that a request never begins later than the time it means.
 */
sealed interface TimeForm {

  /** Null if the value is no time in this form. */
  @Nullable Instant read(JsonNode value);

  String write(Instant time);

  static TimeForm of(String name, ZoneId zone) {
    return switch (name) {
      case "iso" -> new Iso(zone);
      case "epoch-seconds" -> new Epoch(1000);
      case "epoch-milliseconds" -> new Epoch(1);
      default -> new Pattern(DateTimeFormatter.ofPattern(name).withZone(zone), zone);
    };
  }

  /** ISO 8601 with offset; read without one in the source's zone. */
  record Iso(ZoneId zone) implements TimeForm {
    @Override
    public @Nullable Instant read(JsonNode value) {
      String text = value.asText().strip().replace(' ', 'T');
      try {
        return instant(
            DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from),
            zone);
      } catch (DateTimeException e) {
        return null;
      }
    }

    @Override
    public String write(Instant time) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
          ZonedDateTime.ofInstant(time.truncatedTo(ChronoUnit.MILLIS), zone));
    }
  }

  /**
   * A number since 1970.
   *
   * @param millis that one unit has
   */
  record Epoch(long millis) implements TimeForm {
    private static final int LONGEST = 30;

    @Override
    public @Nullable Instant read(JsonNode value) {
      String text = value.asText().strip();
      if (text.length() > LONGEST || !value.isValueNode()) {
        return null;
      }
      try {
        // with a fraction (1772330000.5), and as large numbers are written (1.77233E9)
        BigDecimal amount = new BigDecimal(text);
        return Math.abs(amount.scale()) > LONGEST
            ? null
            : Instant.ofEpochMilli(
                amount
                    .multiply(BigDecimal.valueOf(millis))
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        return null;
      }
    }

    @Override
    public String write(Instant time) {
      return Long.toString(Math.floorDiv(time.toEpochMilli(), millis));
    }
  }

  /** A Java pattern; what does not fit it is tried as ISO 8601. */
  record Pattern(DateTimeFormatter format, ZoneId zone) implements TimeForm {
    @Override
    public @Nullable Instant read(JsonNode value) {
      try {
        return instant(
            format.parseBest(
                value.asText().strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from),
            zone);
      } catch (DateTimeException e) {
        return new Iso(zone).read(value);
      }
    }

    @Override
    public String write(Instant time) {
      return format.format(time);
    }
  }

  private static Instant instant(TemporalAccessor time, ZoneId zone) {
    if (time instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    LocalDateTime local =
        time instanceof LocalDate day ? day.atStartOfDay() : LocalDateTime.from(time);
    return local.atZone(zone).toInstant();
  }
}
