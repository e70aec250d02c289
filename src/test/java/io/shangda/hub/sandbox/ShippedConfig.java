package io.shangda.hub.sandbox;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.check.Checker;
import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.screen.Screeners;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Told;
import io.shangda.hub.translate.Mappings;
import io.shangda.hub.translate.Translation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration that is shipped, and what it makes of what is pulled. */
final class ShippedConfig {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final Set<String> CONNECTORS = Set.of("pull-http-json", "pull-files", "push-http");

  private final HubConfig config;
  private final Mappings mappings;
  private final Checkers checkers;
  private final Screener screener;

  private ShippedConfig(HubConfig config) {
    this.config = config;
    this.mappings = new Mappings(config.files(), Clock.fixed(NOW, ZoneOffset.UTC));
    this.checkers = new Checkers(config.files());
    this.screener = Screeners.compile(config.screening());
  }

  static ConfigReader.Result read() {
    return new ConfigReader(List.of()).read(ConfigFiles.read(Path.of("config")), CONNECTORS);
  }

  static ShippedConfig load() {
    if (read() instanceof ConfigReader.Result.Good good) {
      return new ShippedConfig(good.config());
    }
    throw new IllegalStateException(read().toString());
  }

  HubConfig config() {
    return config;
  }

  /**
   * A record as intake sees it.
   *
   * @param type empty if it is of no type
   * @param key values of the key pointers, joined
   */
  record Seen(String type, String key, ObjectNode raw, ObjectNode payload, List<Finding> findings) {

    /** Rule and field of every finding, in order: {@code reject date /accept_date}. */
    List<String> told() {
      return findings.stream()
          .map(f -> f.severity().word() + " " + f.rule() + " " + f.field())
          .sorted()
          .toList();
    }
  }

  /** Reads one page or file of a source and judges its records. */
  List<Seen> judge(String source, byte[] content, String mediaType, String place)
      throws PullFailure {
    SourceConfig from = Objects.requireNonNull(config.sources().get(new SourceId(source)), source);
    RawPage raw = new RawPage(content, mediaType, place, NOW);
    List<Seen> seen = new ArrayList<>();
    for (RawRecord record : new FormatPageReader().read(from, raw, null, Told.NOTHING).records()) {
      if (record instanceof RawRecord.Readable readable) {
        seen.add(judge(from, readable.content()));
      }
    }
    return seen;
  }

  private Seen judge(SourceConfig from, ObjectNode content) {
    SourceType type =
        from.types().stream()
            .filter(t -> t.when() == null || fits(content, t.when()))
            .findFirst()
            .orElseThrow();
    Translation translation =
        mappings.compile(type.mapping(), from.zone(), from.id().value()).apply(content);
    List<Finding> findings = new ArrayList<>(screener.screenRaw(content));
    findings.addAll(translation.findings());
    Set<String> known = new HashSet<>();
    translation.findings().forEach(f -> known.add(f.field()));
    checker(type, from)
        .check(translation.payload(), LocalDate.ofInstant(NOW, ZoneOffset.UTC))
        .stream()
        .filter(f -> !(f.rule().equals("schema/required") && known.contains(f.field())))
        .forEach(findings::add);
    findings.addAll(screener.screenPayload(translation.payload(), type.personalData()));
    String key =
        type.key().stream()
            .map(pointer -> content.at(JsonPointer.compile(pointer)).asText())
            .collect(Collectors.joining("|"));
    return new Seen(type.type().value(), key, content, translation.payload(), findings);
  }

  private Checker checker(SourceType type, SourceConfig from) {
    return checkers.compile(
        type.schema(),
        type.rules().stream()
            .map(name -> Objects.requireNonNull(config.rules().get(name)))
            .toList(),
        mappings.ruleFunctions(from.zone(), from.id().value()));
  }

  private static boolean fits(ObjectNode content, SourceConfig.Sign sign) {
    return sign.values().contains(content.at(JsonPointer.compile(sign.field())).asText());
  }
}
