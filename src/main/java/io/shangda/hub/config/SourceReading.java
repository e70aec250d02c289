package io.shangda.hub.config;

import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.config.SourceConfig.Parent;
import io.shangda.hub.config.SourceConfig.Schedule;
import io.shangda.hub.config.SourceConfig.SourceType;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SourceConfig} of a document that its schema has found good. */
final class SourceReading {
  private static final String AUTO = "auto";

  private SourceReading() {}

  static SourceConfig read(Reading source) {
    return new SourceConfig(
        new SourceId(source.text("id")),
        source.text("title"),
        source.text("region"),
        source.text("publisher"),
        source.flag("sandbox"),
        source.text("connector"),
        source.object("options"),
        charset(source),
        source.zone("time-zone"),
        schedule(source.below("schedule")),
        maxRecord(source),
        source.items("types").stream().map(SourceReading::type).toList());
  }

  private static @Nullable Charset charset(Reading source) {
    String name = source.text("charset", "UTF-8");
    try {
      return name.equals(AUTO) ? null : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      source.mistake(
          "charset", Mistakes.quoted(name), "a character set such as UTF-8 or GB18030, or auto");
      return StandardCharsets.UTF_8;
    }
  }

  private static Schedule schedule(Reading schedule) {
    return new Schedule(
        schedule.has("every") ? schedule.duration("every", "") : null, schedule.textOrNull("cron"));
  }

  private static int maxRecord(Reading source) {
    long bytes = Units.bytes(source.text("max-record", "1MB"));
    if (bytes > Integer.MAX_VALUE) {
      source.mistake("max-record", Mistakes.quoted(source.text("max-record")), "less than 2GB");
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static SourceType type(Reading type) {
    return new SourceType(
        new RecordType(type.text("type")),
        type.sign("when"),
        type.texts("key"),
        type.textOrNull("version-time"),
        type.sign("deleted"),
        type.texts("ignore"),
        parent(type),
        type.text("mapping"),
        type.text("schema"),
        type.texts("rules"),
        type.text("personal-data", "hold").equals("allowed"),
        type.texts("search"),
        targets(type),
        absence(type));
  }

  private static @Nullable Parent parent(Reading type) {
    Reading parent = type.below("parent");
    return type.has("parent")
        ? new Parent(
            new RecordType(parent.text("type")), parent.texts("key"), parent.flag("optional"))
        : null;
  }

  private static @Nullable Absence absence(Reading type) {
    if (!type.has("deletes")) {
      return null;
    }
    Reading deletes = type.below("deletes");
    Reading grace = deletes.below("grace");
    Reading brake = deletes.below("brake");
    String share = brake.text("share", "10%");
    return new Absence(
        grace.number("snapshots", 3),
        grace.duration("time", "24h"),
        Integer.parseInt(share.substring(0, share.length() - 1)) / 100.0,
        brake.number("count", 100),
        deletes.duration("undo", "30d"));
  }

  private static List<TargetId> targets(Reading type) {
    return type.texts("targets").stream().map(TargetId::new).toList();
  }
}
