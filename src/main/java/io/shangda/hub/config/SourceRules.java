package io.shangda.hub.config;

import io.shangda.hub.config.ConfigReader.Read;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.CheckDigits;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between a source and the rest of the configuration. */
final class SourceRules {
  private final ConfigFiles files;
  private final Set<String> connectors;
  private final Map<TargetId, TargetConfig> targets = new LinkedHashMap<>();
  private final Mistakes mistakes;
  private final Map<String, Place> seen = new HashMap<>();

  SourceRules(
      ConfigFiles files,
      Set<String> connectors,
      List<Read<TargetConfig>> targets,
      Mistakes mistakes) {
    this.files = files;
    this.connectors = connectors;
    this.mistakes = mistakes;
    targets.forEach(target -> this.targets.put(target.config().id(), target.config()));
  }

  void check(List<Read<SourceConfig>> sources) {
    for (Read<SourceConfig> source : sources) {
      Identity.check(source.document(), source.reading(), seen, mistakes);
      Connectors.check(source.reading(), "pull-", connectors);
      PlainHttp.check(source.reading(), "options");
      checkFolders(source);
      checkPublisher(source);
      checkPatterns(source.reading());
      checkTypes(source);
    }
  }

  /** The hub's own folder holds its keys and its database: nothing in it is a record of others. */
  private static void checkFolders(Read<SourceConfig> source) {
    Reading options = source.reading().below("options");
    String folder = options.text("folder");
    for (String key : List.of("folder", "done", "failed")) {
      String text = options.textOrNull(key);
      if (text != null && isOwn(folder, text, source.config().sandbox())) {
        options.mistake(
            key, Mistakes.quoted(text), "a folder outside data/, which is the hub's own");
      }
    }
  }

  /** The second is below the first, unless it is absolute or the first itself. */
  private static boolean isOwn(String folder, String text, boolean sandbox) {
    try {
      Path here = Path.of("").toAbsolutePath();
      Path base = here.resolve(folder);
      Path place = (text.equals(folder) ? base : base.resolve(text)).normalize();
      return place.startsWith(here.resolve("data"))
          && !(sandbox && place.startsWith(here.resolve("data/sandbox")));
    } catch (InvalidPathException e) {
      return false; // told where it is used
    }
  }

  private static void checkPublisher(Read<SourceConfig> source) {
    String code = source.config().publisher();
    if (!CheckDigits.uscc(code, 0)) {
      source
          .reading()
          .mistake(
              "publisher",
              Mistakes.quoted(code),
              "a unified social credit code whose last character fits the others (GB 32100)");
    }
  }

  private static void checkPatterns(Reading source) {
    Reading text = source.below("options").below("text");
    Regexes.check(text, "skip");
    Reading patterns = text.below("patterns");
    patterns.keys().forEach(name -> Regexes.check(patterns, name));
    TimeForms.check(source.below("options").below("paging"), "format");
    TimeForms.checkCron(source.below("schedule"), "cron");
    TimeForms.checkEvery(source.below("schedule"), "every");
    Urls.check(source.below("options"), "url");
    DropFolders.check(source.below("options"));
    QueryNames.check(source.below("options"));
  }

  private void checkTypes(Read<SourceConfig> source) {
    Map<RecordType, SourceType> byType = new LinkedHashMap<>();
    source.config().types().forEach(type -> byType.putIfAbsent(type.type(), type));
    List<Reading> readings = source.reading().items("types");
    Set<RecordType> before = new HashSet<>();
    for (int i = 0; i < readings.size(); i++) {
      SourceType type = source.config().types().get(i);
      Reading reading = readings.get(i);
      if (!before.add(type.type())) {
        reading.mistake("type", "'" + type.type() + "' again", "each type once in a source");
      }
      if (type.when() == null && i < readings.size() - 1) {
        reading.mistake(
            "type",
            "no 'when' on '" + type.type() + "', so that it takes every record",
            "a 'when' on every type but the last");
      }
      checkFiles(type, reading);
      checkParent(type, byType, reading);
      checkTargets(type, source.config().sandbox(), reading);
      checkDeletes(type, source.config(), reading);
    }
  }

  /** What a source shows by these is what changed, so a record it does not show is not missing. */
  private static void checkDeletes(SourceType type, SourceConfig source, Reading reading) {
    String style = source.options().path("paging").path("style").asText("");
    if (type.absence() != null && (style.equals("cursor") || style.equals("watermark"))) {
      reading
          .below("deletes")
          .mistake(
              "by",
              "'absence' with 'options.paging.style: " + style + "', which reads only what is new",
              "a source whose whole list is read by every pull: paging none, page, offset or link");
    }
  }

  private void checkFiles(SourceType type, Reading reading) {
    NamedFiles.require(files, reading, "mapping", "mappings");
    NamedFiles.require(files, reading, "schema", "schemas");
    for (int i = 0; i < type.rules().size(); i++) {
      String path = "rules/" + type.rules().get(i) + ".yaml";
      if (!files.byPath().containsKey(path)) {
        reading.mistakeAt(
            "rules", i, Mistakes.quoted(type.rules().get(i)), "a file config/" + path);
      }
    }
  }

  private static void checkParent(
      SourceType type, Map<RecordType, SourceType> byType, Reading reading) {
    if (type.parent() == null) {
      return;
    }
    SourceType parent = byType.get(type.parent().type());
    if (parent == null) {
      reading
          .below("parent")
          .mistake(
              "type",
              "'" + type.parent().type() + "'",
              "a type of this source: " + byType.keySet());
      return;
    }
    for (int i = 0; i < type.targets().size(); i++) {
      if (!parent.targets().contains(type.targets().get(i))) {
        reading.mistakeAt(
            "targets",
            i,
            "'" + type.targets().get(i) + "', which does not receive the parent",
            "a target of '"
                + parent.type()
                + "' too, else '"
                + type.type()
                + "' would wait for its parent for ever");
      }
    }
  }

  private void checkTargets(SourceType type, boolean sandbox, Reading reading) {
    for (int i = 0; i < type.targets().size(); i++) {
      TargetId id = type.targets().get(i);
      TargetConfig target = targets.get(id);
      if (target == null) {
        String path = "targets/" + id + ".yaml";
        if (!files.byPath().containsKey(path)) { // else it has mistakes of its own
          reading.mistakeAt("targets", i, "'" + id + "'", "a target: a file config/" + path);
        }
      } else if (!target.types().containsKey(type.type())) {
        reading.mistakeAt(
            "targets",
            i,
            "'" + id + "', which does not take '" + type.type() + "'",
            "a target whose 'types' has it; this one takes " + target.types().keySet());
      } else if (target.sandbox() != sandbox) {
        reading.mistakeAt(
            "targets",
            i,
            "'" + id + "', a " + (sandbox ? "real" : "sandbox") + " target",
            "a " + (sandbox ? "sandbox" : "real") + " target, as the source is one");
      }
    }
  }
}
