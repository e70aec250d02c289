package io.shangda.hub.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a record's state was made, by its source; null if it does not say so, or says so in vain: a
 * time that cannot be read, or one ahead of now, which would hide every later state. Such a state
 * counts by its arrival, and a finding says why.
 */
record VersionTime(@Nullable Instant at, List<Finding> findings) {
  /** Clocks that are a little fast are usual. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final VersionTime NONE = new VersionTime(null, List.of());

  private static final String RULE = "version-time";

  /**
   * @param arrived when the page came
   */
  static VersionTime of(SourcePlan plan, TypePlan type, ObjectNode content, Instant arrived) {
    if (type.versionTime() == null) {
      return NONE;
    }
    JsonNode value = content.at(type.versionTime());
    String text = value.asText("");
    if (value.isMissingNode() || value.isNull() || text.isBlank()) {
      return NONE;
    }
    Instant at = plan.compilers().time(text, plan.source().zone());
    if (at == null) {
      return warned(
          type,
          text,
          "版本时间无法识别，不能据此判断先后，按到达的先后处理。请核对来源系统的该字段或来源配置的 version-time。",
          "The version time cannot be read: this state counts by its arrival. Look at the field at"
              + " the source, or at 'version-time' in the source's configuration.");
    }
    if (isAhead(at, arrived)) {
      return warned(
          type,
          text,
          "版本时间晚于当前时间，若采信会挡住以后的所有更新，故按到达的先后处理。请核对来源系统的时钟、时区或该字段。",
          "The version time is ahead of now and would hide every later state: this state counts by"
              + " its arrival. Look at the source's clock, its time zone, or the field.");
    }
    return new VersionTime(at.truncatedTo(ChronoUnit.MICROS), List.of()); // as columns hold it
  }

  /** True for times that say nothing of what is newer. */
  static boolean isAhead(Instant time, Instant arrived) {
    return time.isAfter(arrived.plus(MARGIN));
  }

  private static VersionTime warned(TypePlan type, String value, String zh, String en) {
    return new VersionTime(
        null,
        List.of(
            Finding.of(Severity.WARN, RULE, String.valueOf(type.versionTime()), value, zh, en)));
  }
}
