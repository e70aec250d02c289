package io.shangda.hub.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Retry-After} in the forms of RFC 9110, and what else is sent under that name. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "0, PT0S",
    "' 7 ', PT7S",
    "86401, P1D",
    "99999999999999999999999999, P1D",
    "'Fri, 06 Nov 2026 08:50:37 GMT', PT1M",
    "'Fri, 06 Nov 2026 08:00:00 GMT', PT0S",
    "'Mon, 06 Nov 2028 08:49:37 GMT', P1D",
    "'Friday, 06-Nov-26 08:50:37 GMT', PT1M",
    "'Fri Nov  6 08:50:37 2026', PT1M",
    "-5, ",
    "1.5, ",
    "soon, ",
    "'', ",
    "'2026-11-06T09:00:00Z', ",
  })
  void shouldReadSecondsAndDatesAndAtMostADay(String text, @Nullable Duration wait) {
    assertThat(RetryAfter.read(text, NOW)).isEqualTo(wait);
  }

  @Test
  void shouldCountATimeFromTheDateOfTheAnswerThatNamesIt() {
    String until = "Sun, 01 Mar 2026 10:05:00 GMT";

    assertThat(RetryAfter.read(until, "Sun, 01 Mar 2026 10:00:00 GMT", NOW))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(RetryAfter.read(until, "yesterday", NOW)).isEqualTo(RetryAfter.read(until, NOW));
  }
}
