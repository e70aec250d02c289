package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {

  @Test
  void shouldReadLengthsOfTime() {
    assertThat(Units.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Units.duration("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(Units.duration("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(Units.duration("2h")).isEqualTo(Duration.ofHours(2));
    assertThat(Units.duration("1d")).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void shouldReadSizesInBytes() {
    assertThat(Units.bytes("800B")).isEqualTo(800);
    assertThat(Units.bytes("64KB")).isEqualTo(65_536);
    assertThat(Units.bytes("32MB")).isEqualTo(33_554_432);
    assertThat(Units.bytes("4GB")).isEqualTo(4_294_967_296L);
  }

  @Test
  void shouldSayWhatALengthOfTimeLooksLike() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Units.duration("30 seconds"))
        .withMessageContaining("'30 seconds' is no length of time: expected such as 500ms");
  }

  @Test
  void shouldSayWhatASizeLooksLike() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Units.bytes("64k"))
        .withMessageContaining("'64k' is no size");
  }
}
