package io.shangda.hub.config;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.util.Map;

/**
 * The whole configuration, checked.
 *
 * @param sources by id, in the order of the files
 * @param targets by id, in the order of the files
 * @param rules rule sets by file name without suffix
 * @param files every file by its path below {@code config/} ({@code mappings/jiangshan/case.jslt});
 *     code tables, mappings and schemas are read from here
 */
public record HubConfig(
    Map<SourceId, SourceConfig> sources,
    Map<TargetId, TargetConfig> targets,
    Map<String, RuleSet> rules,
    Screening screening,
    ConfigFiles files) {}
