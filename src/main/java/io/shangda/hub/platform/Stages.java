package io.shangda.hub.platform;

import com.schibsted.spt.data.jslt.Function;
import io.shangda.hub.check.Checker;
import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RuleSet;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.push.Blueprint;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.translate.Dates;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Mappings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The real stages of intake; keeps the engines of the newest configuration, of which there is one
 * at a time.
 */
final class Stages implements Compilers {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private record Engines(HubConfig hub, Mappings mappings, Checkers checkers) {}

  private final Clock clock;
  private volatile @Nullable Engines engines;

  Stages(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
    return engines(hub).mappings().compile(path, source.zone(), source.id().value());
  }

  /**
   * The envelope mapping of a target, with what it imports and its code tables as they were when
   * the batch was planned.
   */
  Mapping envelope(CurrentConfig config, Blueprint planned) {
    TargetConfig target = planned.target();
    String path =
        Objects.requireNonNull(target.envelope().mapping(), "asked for only where there is one");
    HubConfig then = config.at(planned.config());
    return new Mappings(then.files(), clock).compileEnvelope(path, target.zone());
  }

  @Override
  public Checker checker(HubConfig hub, String schema, List<String> rules) {
    Engines now = engines(hub);
    List<RuleSet> sets =
        rules.stream().map(name -> hub.rules().get(name)).filter(Objects::nonNull).toList();
    Collection<Function> functions = now.mappings().ruleFunctions(ZONE, "");
    return now.checkers().compile(schema, sets, functions);
  }

  @Override
  public Screener screener(HubConfig hub) {
    return Screeners.compile(hub.screening());
  }

  @Override
  public @Nullable Instant time(String text, ZoneId zone) {
    return Dates.instant(text, zone);
  }

  private Engines engines(HubConfig hub) {
    Engines now = engines;
    if (now == null || now.hub() != hub) {
      now = new Engines(hub, new Mappings(hub.files(), clock), new Checkers(hub.files()));
      engines = now;
    }
    return now;
  }
}
