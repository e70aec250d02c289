package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.translate.Mappings;
import java.time.Clock;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ShippedConfigTest {

  @Test
  void shouldHaveNoMistakeInItsFiles() {
    assertThat(ShippedConfig.read()).isInstanceOf(ConfigReader.Result.Good.class);
  }

  @Test
  void shouldHaveNoMistakeInMappingsSchemasRulesAndPatterns() {
    // Given
    HubConfig config = ShippedConfig.load().config();
    Mappings mappings = new Mappings(config.files(), Clock.systemUTC());
    // Then
    assertThat(Mappings.check(config.files())).isEmpty();
    assertThat(
            Checkers.check(
                config.files(),
                config.rules().values(),
                mappings.ruleFunctions(ZoneId.of("Asia/Shanghai"), "")))
        .isEmpty();
    assertThat(Screeners.check(config.screening())).isEmpty();
  }
}
