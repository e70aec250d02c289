package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.PullFailure.Kind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is made once from a source's configuration and kept until the configuration changes.
 * Compared by identity: a page must not pay for comparing whole option trees.
 */
final class PerSource<T> {
  private record Kept<T>(SourceConfig source, T value) {}

  private final Function<SourceConfig, T> maker;
  private final ConcurrentMap<SourceId, Kept<T>> kept = new ConcurrentHashMap<>();

  PerSource(Function<SourceConfig, T> maker) {
    this.maker = maker;
  }

  T get(SourceConfig source) throws PullFailure {
    @Nullable Kept<T> known = kept.get(source.id());
    if (known != null && known.source() == source) {
      return known.value();
    }
    try {
      T value = maker.apply(source);
      kept.put(source.id(), new Kept<>(source, value));
      return value;
    } catch (IllegalArgumentException e) {
      throw new PullFailure(
          Kind.MISFIT,
          "Source '%s' cannot be pulled: %s; it is not asked until its configuration is mended"
              .formatted(source.id(), e.getMessage()),
          null,
          e);
    }
  }
}
