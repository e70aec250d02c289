package io.shangda.hub.config;

import io.shangda.hub.config.ConfigReader.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold between a target and the rest of the configuration. */
final class TargetRules {
  private static final Pattern SERIAL = Pattern.compile("\\$\\{serial(:([1-9]|1[0-8]))?}");

  private final ConfigFiles files;
  private final Set<String> connectors;
  private final Mistakes mistakes;

  TargetRules(ConfigFiles files, Set<String> connectors, Mistakes mistakes) {
    this.files = files;
    this.connectors = connectors;
    this.mistakes = mistakes;
  }

  void check(List<Read<TargetConfig>> targets) {
    Map<String, Place> seen = new HashMap<>();
    for (Read<TargetConfig> target : targets) {
      Reading reading = target.reading();
      Identity.check(target.document(), reading, seen, mistakes);
      Connectors.check(reading, "push-", connectors);
      Reading types = reading.below("types");
      for (String type : types.keys()) {
        NamedFiles.require(files, types.below(type), "mapping", "mappings");
        NamedFiles.require(files, types.below(type), "schema", "schemas");
        checkKey(types.below(type));
      }
      Urls.check(reading.below("options"), "url");
      List.of("options", "reconcile", "manifest")
          .forEach(section -> PlainHttp.check(reading, section));
      Urls.check(reading.below("reconcile"), "url");
      checkReconcile(reading.below("reconcile"));
      Urls.check(reading.below("manifest"), "url");
      TimeForms.checkEvery(reading.below("reconcile"), "every");
      TimeForms.checkEvery(reading.below("manifest"), "every");
      checkOnce(reading.below("reconcile"));
      checkOnce(reading.below("manifest"));
      checkEnvelope(reading.below("envelope"));
      reading.below("reply").items("cases").forEach(c -> Regexes.check(c, "matches"));
    }
  }

  /** One key for two records: the second would go over the first. */
  private static void checkKey(Reading type) {
    String key = type.textOrNull("key");
    if (key != null && !SERIAL.matcher(key).find()) {
      type.mistake(
          "key", Mistakes.quoted(key), "a ${serial:7} in it, so that no two records have one key");
    }
  }

  private static void checkReconcile(Reading reconcile) {
    if (reconcile.text("by").equals("digest") && reconcile.text("key").equals("target")) {
      reconcile.mistake(
          "key", "'target' with 'by: digest'", "source: a digest is made of source and source key");
    }
  }

  /** A schedule has one of two forms; what has none is not there. */
  private static void checkOnce(Reading schedule) {
    if (schedule.has("every") == schedule.has("at") && schedule.has("url")) {
      schedule.mistake(
          "every",
          schedule.has("at") ? "'every' beside 'at'" : "nothing",
          "one of 'every' and 'at'");
    }
  }

  private void checkEnvelope(Reading envelope) {
    NamedFiles.require(files, envelope, "mapping", "mappings");
    if (envelope.text("format").equals("xml") && !envelope.has("mapping")) {
      envelope.mistake("format", "'xml' without a mapping", "a 'mapping' that makes the body");
    }
    if (envelope.text("format").equals("bare") && envelope.has("mapping")) {
      envelope.mistake("mapping", "a mapping with the format 'bare'", "json or xml, or no mapping");
    }
  }
}
