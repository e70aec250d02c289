package io.shangda.hub.operate;

import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigCheck;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.translate.Mappings;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/**
 * The checks of a configuration by the packages that use it: the same for {@code check}, for apply
 * and at start.
 */
public final class ConfigChecks {
  private ConfigChecks() {}

  public static List<ConfigCheck> all() {
    return List.of(
        config -> Mappings.check(config.files()),
        config ->
            Checkers.check(
                config.files(),
                config.rules().values(),
                new Mappings(config.files(), Clock.systemUTC())
                    .ruleFunctions(ZoneId.of("Asia/Shanghai"), "")),
        config -> Screeners.check(config.screening()));
  }
}
