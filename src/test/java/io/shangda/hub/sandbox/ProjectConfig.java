package io.shangda.hub.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.check.Checker;
import io.shangda.hub.check.Checkers;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.RuleSet;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Mappings;
import io.shangda.hub.translate.Translation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The project's own configuration, as far as public-resource trading goes. */
final class ProjectConfig {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CONFIG = Path.of("config");

  private record Kind(SourceType type, Mapping mapping, Checker checker) {}

  private final ConfigFiles files;
  private final HubConfig config;
  private final Mappings mappings;
  private final SourceConfig source;
  private final Map<String, Kind> kinds = new HashMap<>();

  private ProjectConfig(ConfigFiles files, HubConfig config) {
    this.files = files;
    this.config = config;
    this.mappings = new Mappings(files, Clock.systemUTC());
    this.source = Objects.requireNonNull(config.sources().get(new SourceId("chuxiong-trading")));
    Checkers checkers = new Checkers(files);
    for (SourceType type : source.types()) {
      List<RuleSet> rules =
          type.rules().stream()
              .map(name -> Objects.requireNonNull(config.rules().get(name)))
              .toList();
      kinds.put(
          Objects.requireNonNull(type.when()).values().get(0),
          new Kind(
              type,
              mappings.compile(type.mapping(), source.zone(), source.id().value()),
              checkers.compile(
                  type.schema(),
                  rules,
                  mappings.ruleFunctions(source.zone(), source.id().value()))));
    }
  }

  /**
   * @throws IllegalStateException if the configuration has a mistake
   */
  static ProjectConfig read() {
    TreeMap<String, byte[]> byPath = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(CONFIG)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        byPath.put(CONFIG.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ConfigFiles files = new ConfigFiles(byPath);
    ConfigReader.Result result =
        new ConfigReader(List.of())
            .read(files, Set.of("pull-http-json", "pull-files", "push-http"));
    if (result instanceof ConfigReader.Result.Good good) {
      return new ProjectConfig(files, good.config());
    }
    throw new IllegalStateException(result.toString());
  }

  List<ConfigMistake> mistakes() {
    List<ConfigMistake> mistakes = new ArrayList<>(Mappings.check(files));
    mistakes.addAll(
        Checkers.check(files, config.rules().values(), mappings.ruleFunctions(source.zone(), "")));
    return mistakes;
  }

  SourceType type(JsonObject row) {
    return kind(row).type();
  }

  Translation map(JsonObject row) {
    try {
      return kind(row).mapping().apply((ObjectNode) JSON.readTree(row.encode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Finding> check(JsonObject row, ObjectNode payload, LocalDate today) {
    return kind(row).checker().check(payload, today);
  }

  /** The province, at another url. */
  TargetConfig province(String url) {
    TargetConfig t = Objects.requireNonNull(config.targets().get(new TargetId("province-trading")));
    return new TargetConfig(
        t.id(),
        t.title(),
        t.sandbox(),
        t.connector(),
        t.options().deepCopy().put("url", url),
        t.types(),
        t.batch(),
        t.concurrency(),
        t.ratePerSecond(),
        t.retry(),
        t.breaker(),
        t.windows(),
        t.zone(),
        t.requestLimit(),
        t.parentLimit(),
        t.envelope(),
        t.reply());
  }

  Mapping envelope(TargetConfig target) {
    return mappings.compile(Objects.requireNonNull(target.envelope().mapping()), target.zone(), "");
  }

  private Kind kind(JsonObject row) {
    return Objects.requireNonNull(kinds.get(row.getString("dataType")));
  }
}
