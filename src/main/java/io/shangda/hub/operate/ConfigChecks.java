package io.shangda.hub.operate;

import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigCheck;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.translate.Mappings;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** What the packages that use a configuration want to be true of it. */
public final class ConfigChecks {
  private ConfigChecks() {}

  /** A reader that asks them all, for the command as for the start. */
  public static ConfigReader reader() {
    return new ConfigReader(all());
  }

  static List<ConfigCheck> all() {
    return List.of(
        config -> Mappings.check(config.files()),
        ConfigChecks::envelopes,
        ConfigChecks::schemasAndRules,
        config -> Screeners.check(config.screening()));
  }

  private static List<ConfigMistake> envelopes(HubConfig config) {
    Mappings mappings = new Mappings(config.files(), Clock.systemUTC());
    return config.targets().values().stream()
        .map(target -> target.envelope().mapping())
        .filter(path -> path != null && config.files().text("mappings/" + path) != null)
        .distinct()
        .flatMap(path -> mappings.checkEnvelope(path).stream())
        .toList();
  }

  private static List<ConfigMistake> schemasAndRules(HubConfig config) {
    Mappings mappings = new Mappings(config.files(), Clock.systemUTC());
    return Checkers.check(
        config.files(), config.rules().values(), mappings.ruleFunctions(ZoneOffset.UTC, ""));
  }
}
