package io.shangda.hub.operate.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetStatusTest {

  @Test
  void shouldSayThatNothingIsDueWhereNothingWaits() {
    assertThat(status(0, "HTTP 503").nothingDue())
        .isEqualTo("Nothing is due for target 'province', so nothing is sent");
  }

  @Test
  void shouldSayWhatIsWrongWhereDeliveriesWaitForTheirNextTry() {
    assertThat(status(3, "nothing was sent, for NOT_SET is not set").nothingDue())
        .contains(
            "3 deliveries wait",
            "its trouble, since 2026-03-01T02:00:00Z: nothing was sent, for NOT_SET");
    assertThat(status(3, null).nothingDue()).endsWith("or for one before them");
  }

  private static TargetStatus status(long waiting, @Nullable String error) {
    return new TargetStatus(
        "province",
        "省平台",
        "push-http",
        false,
        null,
        "closed",
        null,
        null,
        0,
        null,
        error,
        error == null ? null : Instant.parse("2026-03-01T02:00:00Z"),
        null,
        0,
        sent(waiting),
        java.util.List.of());
  }

  private static Sent sent(long waiting) {
    return Sent.planned(waiting).plus(Sent.of("waiting", waiting));
  }
}
