package io.shangda.hub.config;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole configuration, checked.
 *
 * @param sources by id, in the order of the files
 * @param targets by id, in the order of the files
 * @param rules rule sets by file name without suffix
 * @param retention how long what is no longer needed is kept
 * @param files every file by its path below {@code config/} ({@code mappings/jiangshan/case.jslt});
 *     code tables, mappings and schemas are read from here
 */
public record HubConfig(
    Map<SourceId, SourceConfig> sources,
    Map<TargetId, TargetConfig> targets,
    Map<String, RuleSet> rules,
    Screening screening,
    Retention retention,
    ConfigFiles files) {
  /** No source and no target: what a node runs before any configuration was applied. */
  public static final HubConfig EMPTY =
      new HubConfig(
          Map.of(), Map.of(), Map.of(), new Screening(List.of()), new ConfigFiles(new TreeMap<>()));

  /** One that keeps everything. */
  public HubConfig(
      Map<SourceId, SourceConfig> sources,
      Map<TargetId, TargetConfig> targets,
      Map<String, RuleSet> rules,
      Screening screening,
      ConfigFiles files) {
    this(sources, targets, rules, screening, Retention.FOR_EVER, files);
  }

  /** Without the sources and targets that exist only while the sandbox runs, unless it does. */
  public HubConfig forSandbox(boolean running) {
    if (running) {
      return this;
    }
    Map<SourceId, SourceConfig> real = new LinkedHashMap<>(sources);
    real.values().removeIf(SourceConfig::sandbox);
    Map<TargetId, TargetConfig> above = new LinkedHashMap<>(targets);
    above.values().removeIf(TargetConfig::sandbox);
    return new HubConfig(real, above, rules, screening, retention, files);
  }
}
