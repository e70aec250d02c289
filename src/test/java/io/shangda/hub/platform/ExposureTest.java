package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExposureTest {
  @Test
  void shouldSayThatPasswordsCanBeReadOnTheWay() {
    assertThat(new Exposure("0.0.0.0", false, false).remark())
        .hasValueSatisfying(
            remark ->
                assertThat(remark.en()).contains("0.0.0.0 without TLS", "SHANGDA_TRUSTED_PROXIES"));
    assertThat(new Exposure("10.0.0.7", false, false).remark()).isPresent();
  }

  @Test
  void shouldSayNothingWhereNobodyElseCanListen() {
    for (String here : new String[] {"127.0.0.1", "localhost", "::1"}) {
      assertThat(new Exposure(here, false, false).remark()).as(here).isEmpty();
    }
    assertThat(new Exposure("0.0.0.0", true, false).remark()).isEmpty();
    assertThat(new Exposure("0.0.0.0", false, true).remark()).isEmpty();
  }
}
