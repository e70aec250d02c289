package io.shangda.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Window;
import io.shangda.hub.support.CoreWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a target may be sent to now, and how much, by its row and the database's time. */
class GateTest {
  private static final Instant NOW = Instant.parse("2025-06-01T04:00:00Z"); // noon in Shanghai
  private static final int ALL = Integer.MAX_VALUE;

  @ParameterizedTest
  @CsvSource({
    // local time, window, open
    "11:59:59, 12:00, 13:00, true",
    "12:00:00, 12:00, 13:00, false",
    "12:59:59, 12:00, 13:00, false",
    "13:00:00, 12:00, 13:00, true",
    "21:59:59, 22:00, 02:00, true",
    "22:00:00, 22:00, 02:00, false",
    "23:59:59, 22:00, 02:00, false",
    "00:00:00, 22:00, 02:00, false",
    "01:59:59, 22:00, 02:00, false",
    "02:00:00, 22:00, 02:00, true",
  })
  void shouldSendNothingWithinAMaintenanceWindow(
      LocalTime local, LocalTime from, LocalTime to, boolean open) {
    // Given
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    Instant now = local.atDate(NOW.atZone(zone).toLocalDate()).atZone(zone).toInstant();
    TargetConfig target = target(null, zone, new Window(from, to));
    // Then
    assertThat(gate(now, "closed", null, null, now).permit(target).requests())
        .isEqualTo(open ? ALL : 0);
  }

  @Test
  void shouldReadTheWindowInTheTargetsOwnZone() {
    // Given: noon in Shanghai is four in the morning in London's winter
    Window window = new Window(LocalTime.of(11, 0), LocalTime.of(13, 0));
    // Then
    assertThat(permit(target(null, ZoneId.of("Asia/Shanghai"), window))).isZero();
    assertThat(permit(target(null, ZoneId.of("UTC"), window))).isEqualTo(ALL);
  }

  @Test
  void shouldSendNothingInAnyOfSeveralWindows() {
    // Given
    TargetConfig target =
        target(
            null,
            ZoneId.of("Asia/Shanghai"),
            new Window(LocalTime.of(1, 0), LocalTime.of(2, 0)),
            new Window(LocalTime.of(11, 30), LocalTime.of(12, 30)));
    // Then
    assertThat(permit(target)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // rate, how far the slots are reserved in ms, free
    "50, -5000, 45",
    "50, 0, 45",
    "50, 500, 22",
    "50, 990, 0",
    "50, 1000, 0",
    "50, 5000, 0",
    "1, 0, 1",
    "1, 1, 0",
    "3, 334, 1",
  })
  void shouldOfferTheFreeSlotsOfTheComingSecond(int rate, long reserved, int free) {
    // Given
    Gate gate = gate(NOW, "closed", null, null, NOW.plusMillis(reserved));
    // Then
    assertThat(gate.permit(target(rate, ZoneId.of("UTC"))).requests()).isEqualTo(free);
    assertThat(gate.untilNextSlot()).isEqualTo(Duration.ofMillis(Math.max(0, reserved)));
  }

  @Test
  void shouldSendNothingBeforeTheTimeTheTargetAskedFor() {
    assertThat(permit(gate(NOW, "closed", null, NOW.plusMillis(1), NOW))).isZero();
    assertThat(permit(gate(NOW, "closed", null, NOW, NOW))).isEqualTo(ALL);
  }

  @Test
  void shouldLetOneRequestProbeOnceTheBreakersTimeIsOver() {
    TargetConfig target = target(null, ZoneId.of("UTC"));

    assertThat(gate(NOW, "open", NOW.plusMillis(1), null, NOW).permit(target))
        .isEqualTo(Gate.Permit.NONE);
    assertThat(gate(NOW, "open", NOW, null, NOW).permit(target))
        .isEqualTo(new Gate.Permit(1, true));
    assertThat(gate(NOW, "half", NOW.plusMillis(1), null, NOW).permit(target))
        .isEqualTo(Gate.Permit.NONE);
  }

  @Test
  void shouldSendNothingWhilePausedButOneRequestAsAPersonsProbe() {
    TargetConfig target = target(null, ZoneId.of("UTC"));

    assertThat(new Gate(NOW, true, false, "closed", null, null, NOW, 0, 0, false).permit(target))
        .isEqualTo(Gate.Permit.NONE);
    assertThat(new Gate(NOW, true, true, "closed", null, null, NOW, 0, 0, false).permit(target))
        .isEqualTo(new Gate.Permit(1, true));
  }

  @ParameterizedTest
  @CsvSource({
    // answers in ms, requests of a claim at once, its requests
    "0, 1, 45",
    "10, 1, 45",
    "100, 1, 10",
    "300, 1, 4",
    "2000, 1, 1",
    "300, 4, 14",
    "2000, 4, 4",
  })
  void shouldReserveNoMoreThanAClaimGetsAnsweredInASecond(int usual, int lanes, int requests) {
    TargetConfig target =
        CoreWorld.target(
            CoreWorld.PROVINCE,
            100,
            1,
            t -> t.rate(50).concurrency(2 * lanes).zone(ZoneId.of("UTC")));
    Gate gate = new Gate(NOW, false, false, "closed", null, null, NOW, usual, 0, false);

    assertThat(target.requestsAtOnce()).isEqualTo(lanes);
    assertThat(gate.permit(target).requests()).isEqualTo(requests);
  }

  private static int permit(TargetConfig target) {
    return gate(NOW, "closed", null, null, NOW).permit(target).requests();
  }

  private static int permit(Gate gate) {
    return gate.permit(target(null, ZoneId.of("UTC"))).requests();
  }

  private static Gate gate(
      Instant now,
      String breaker,
      @Nullable Instant breakerUntil,
      @Nullable Instant waitUntil,
      Instant next) {
    return new Gate(now, false, false, breaker, breakerUntil, waitUntil, next, 0, 0, false);
  }

  private static TargetConfig target(@Nullable Integer rate, ZoneId zone, Window... windows) {
    return CoreWorld.target(
        CoreWorld.PROVINCE, 10, 1, t -> t.rate(rate).windows(List.of(windows)).zone(zone));
  }
}
