package io.shangda.hub.source;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.SourceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is odd in drop folders and stops nothing; each thing is told once. */
final class Oddities {
  private static final int NAMED = 5;

  private final Supplier<Collection<SourceConfig>> sources;
  private final PerSource<FolderOptions> options;
  private final ConcurrentMap<SourceId, Set<String>> known = new ConcurrentHashMap<>();
  private final ConcurrentMap<SourceId, Set<String>> waiting = new ConcurrentHashMap<>();

  Oddities(Supplier<Collection<SourceConfig>> sources, PerSource<FolderOptions> options) {
    this.sources = sources;
    this.options = options;
  }

  void note(SourceId source, String text) {
    waiting.computeIfAbsent(source, id -> new LinkedHashSet<>()).add(text);
  }

  /**
   * @param names of what this source does not take
   */
  void note(SourceConfig source, FolderOptions where, List<String> names) {
    Set<String> before = known.getOrDefault(source.id(), Set.of());
    List<FolderOptions> others = others(source, where.folder());
    Set<String> odd =
        names.stream()
            .filter(name -> others.stream().noneMatch(other -> other.which().isKnown(name)))
            .collect(Collectors.toCollection(HashSet::new));
    List<String> fresh = odd.stream().filter(name -> !before.contains(name)).sorted().toList();
    known.put(source.id(), odd);
    if (!fresh.isEmpty()) {
      String named =
          fresh.stream()
              .limit(NAMED)
              .map(name -> "'" + name + "'")
              .collect(Collectors.joining(", "));
      note(
          source.id(),
          "the drop folder '%s' has %d names that are left alone, for they do not fit '%s' or are no files: %s%s"
              .formatted(
                  where.folder(),
                  fresh.size(),
                  where.which().names().text(),
                  named,
                  fresh.size() > NAMED ? " …" : ""));
    }
  }

  /** What was noted since it was asked for last. */
  @Nullable String told(SourceId source) {
    Set<String> texts = waiting.remove(source);
    return texts == null ? null : String.join("; ", texts);
  }

  private List<FolderOptions> others(SourceConfig source, Path folder) {
    List<FolderOptions> others = new ArrayList<>();
    for (SourceConfig other : sources.get()) {
      if (!other.id().equals(source.id()) && other.options().has("folder")) {
        known(other).filter(where -> where.folder().equals(folder)).ifPresent(others::add);
      }
    }
    return others;
  }

  /** Empty for a source that cannot be pulled; its own pull says so. */
  private Optional<FolderOptions> known(SourceConfig source) {
    try {
      return Optional.of(options.get(source));
    } catch (PullFailure e) {
      return Optional.empty();
    }
  }
}
