package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import io.shangda.hub.config.CurrentConfig;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.screen.Screener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles sources when they are first pulled under a configuration, and keeps what it compiled.
 */
public final class SourcePlans {
  private record Place(long config, SourceId source) {}

  private final CurrentConfig config;
  private final Compilers compilers;
  private final Map<Place, SourcePlan> plans = new ConcurrentHashMap<>();
  private final Map<Long, Screener> screeners = new ConcurrentHashMap<>();

  public SourcePlans(CurrentConfig config, Compilers compilers) {
    this.config = config;
    this.compilers = compilers;
  }

  /** The plan of a source today; null if the configuration no longer has it. */
  @Nullable SourcePlan today(SourceId source) {
    long version = config.version();
    SourceConfig known = config.get().sources().get(source);
    if (known == null) {
      return null;
    }
    plans.keySet().removeIf(place -> place.config() < version);
    screeners.keySet().removeIf(v -> v < version);
    return plans.computeIfAbsent(
        new Place(version, source), place -> compile(config.get(), known, version));
  }

  private SourcePlan compile(HubConfig hub, SourceConfig source, long version) {
    List<TypePlan> types = new ArrayList<>();
    for (SourceType type : source.types()) {
      types.add(compile(hub, source, type));
    }
    Screener screener = screeners.computeIfAbsent(version, v -> compilers.screener(hub));
    return new SourcePlan(source, version, List.copyOf(types), screener, compilers);
  }

  private TypePlan compile(HubConfig hub, SourceConfig source, SourceType type) {
    return new TypePlan(
        type,
        TypePlan.Mark.of(type.when()),
        TypePlan.Mark.of(type.deleted()),
        pointers(type.key()),
        type.versionTime() == null ? null : JsonPointer.compile(type.versionTime()),
        type.parent() == null ? List.of() : pointers(type.parent().key()),
        pointers(type.search()),
        new CanonicalJson(type.ignore()),
        compilers.mapping(hub, source, type.mapping()),
        compilers.checker(hub, type.schema(), type.rules()),
        type.targets().stream().map(target -> target(hub, source, type, target)).toList());
  }

  private TypePlan.TargetPlan target(
      HubConfig hub, SourceConfig source, SourceType type, TargetId id) {
    TargetConfig target = hub.targets().get(id);
    TargetConfig.TargetType wanted = target == null ? null : target.types().get(type.type());
    if (wanted == null) {
      return new TypePlan.TargetPlan(id, null, null);
    }
    return new TypePlan.TargetPlan(
        id,
        wanted.mapping() == null ? null : compilers.mapping(hub, source, wanted.mapping()),
        wanted.schema() == null ? null : compilers.checker(hub, wanted.schema(), List.of()));
  }

  private static List<JsonPointer> pointers(List<String> texts) {
    return texts.stream().map(JsonPointer::compile).toList();
  }
}
