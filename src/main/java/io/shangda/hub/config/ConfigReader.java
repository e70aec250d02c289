package io.shangda.hub.config;

import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a configuration into {@link HubConfig}, or says everything that is wrong with
 * them.
 */
public final class ConfigReader {
  private final HubSchemas schemas = new HubSchemas();
  private final List<ConfigCheck> checks;

  /**
   * @param checks of the packages that use a configuration, asked after this one's own
   */
  public ConfigReader(List<ConfigCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Reads and checks everything; nothing is half right: one mistake anywhere, and there is no
   * configuration.
   *
   * @param connectors names of the connector routes there are, see {@link RouteFiles}
   */
  public Result read(ConfigFiles files, Set<String> connectors) {
    Mistakes mistakes = new Mistakes();
    StrayFiles.check(files, mistakes);
    Encodings.check(files, mistakes);
    List<Read<SourceConfig>> sources = sources(files, mistakes);
    List<Read<TargetConfig>> targets = targets(files, mistakes);
    Map<String, RuleSet> rules = rules(files, mistakes);
    Screening screening = screening(files, mistakes);
    new SourceRules(files, connectors, targets, mistakes).check(sources);
    new TargetRules(files, connectors, mistakes).check(targets);
    HubConfig config =
        new HubConfig(
            sourcesById(sources),
            targetsById(targets),
            rules,
            screening,
            retention(files, mistakes),
            files);
    Lines lines = new Lines(files);
    for (ConfigCheck check : checks) {
      mistakes.addAll(check.check(config).stream().map(lines::located).toList());
    }
    return mistakes.count() == 0 ? new Result.Good(config) : new Result.Bad(mistakes.inOrder());
  }

  private List<Read<SourceConfig>> sources(ConfigFiles files, Mistakes mistakes) {
    Documents documents = new Documents(files, "sources", mistakes);
    documents.bases().values().forEach(b -> schemas.checkBase("source-base", b, mistakes));
    List<Read<SourceConfig>> all = new ArrayList<>();
    for (Document document : documents.effective()) {
      Document good = goodPart("source", document, mistakes);
      if (good != null) {
        Reading reading = new Reading(good.fields(), "", mistakes);
        all.add(new Read<>(good, reading, SourceReading.read(reading)));
      }
    }
    return all;
  }

  private List<Read<TargetConfig>> targets(ConfigFiles files, Mistakes mistakes) {
    Documents documents = new Documents(files, "targets", mistakes);
    documents.bases().values().forEach(b -> schemas.checkBase("target-base", b, mistakes));
    List<Read<TargetConfig>> all = new ArrayList<>();
    for (Document document : documents.effective()) {
      Document good = goodPart("target", document, mistakes);
      if (good != null) {
        Reading reading = new Reading(good.fields(), "", mistakes);
        all.add(new Read<>(good, reading, TargetReading.read(reading)));
      }
    }
    return all;
  }

  /**
   * The document, or what is left of it without what its schema refuses: an unknown key must not
   * hide that a target is unknown too.
   */
  private @Nullable Document goodPart(String kind, Document document, Mistakes mistakes) {
    if (isGood(kind, document, mistakes)) {
      return document;
    }
    Value.Fields rest = schemas.goodPart(kind, document.fields());
    return rest == null ? null : document.with(rest);
  }

  private boolean isGood(String kind, Document document, Mistakes mistakes) {
    Value options = document.fields().get("options");
    if (options != null) {
      Value sandbox = document.fields().get("sandbox");
      new SecretRules(mistakes, sandbox != null && sandbox.json().asBoolean())
          .check("options", "options", options);
    }
    return schemas.check(kind, document.fields(), mistakes);
  }

  private Map<String, RuleSet> rules(ConfigFiles files, Mistakes mistakes) {
    Map<String, RuleSet> byName = new LinkedHashMap<>();
    UniqueIds ids = new UniqueIds("rules", mistakes);
    new Documents(files, "rules", mistakes)
        .written()
        .forEach(
            (path, fields) -> {
              if (schemas.check("rules", fields, mistakes)) {
                Reading reading = new Reading(fields, "", mistakes);
                String name = Document.nameOf(path);
                byName.put(name, RuleReading.rules(name, reading));
                ids.check(reading);
              }
            });
    return byName;
  }

  private Screening screening(ConfigFiles files, Mistakes mistakes) {
    List<Screening.Pattern> patterns = new ArrayList<>();
    UniqueIds ids = new UniqueIds("patterns", mistakes);
    new Documents(files, "screening", mistakes)
        .written()
        .forEach(
            (path, fields) -> {
              if (schemas.check("screening", fields, mistakes)) {
                Reading reading = new Reading(fields, "", mistakes);
                patterns.addAll(RuleReading.patterns(reading));
                ids.check(reading);
                reading.items("patterns").forEach(p -> Regexes.check(p, "regex"));
              }
            });
    return new Screening(List.copyOf(patterns));
  }

  private Retention retention(ConfigFiles files, Mistakes mistakes) {
    Value.Fields fields = new Documents(files, "", mistakes).single(Retention.FILE);
    return fields != null && schemas.check("retention", fields, mistakes)
        ? Retention.read(new Reading(fields, "", mistakes))
        : Retention.FOR_EVER;
  }

  private static Map<SourceId, SourceConfig> sourcesById(List<Read<SourceConfig>> sources) {
    Map<SourceId, SourceConfig> byId = new LinkedHashMap<>();
    sources.forEach(source -> byId.putIfAbsent(source.config().id(), source.config()));
    return byId;
  }

  private static Map<TargetId, TargetConfig> targetsById(List<Read<TargetConfig>> targets) {
    Map<TargetId, TargetConfig> byId = new LinkedHashMap<>();
    targets.forEach(target -> byId.putIfAbsent(target.config().id(), target.config()));
    return byId;
  }

  /** What reading gave: a configuration, or mistakes. */
  public sealed interface Result {
    record Good(HubConfig config) implements Result {}

    record Bad(List<ConfigMistake> mistakes) implements Result {}
  }

  /** A record together with the document it was read from, to say where a mistake stands. */
  record Read<T>(Document document, Reading reading, T config) {}
}
