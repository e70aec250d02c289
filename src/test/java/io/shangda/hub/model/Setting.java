package io.shangda.hub.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.check.Checker;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Retention;
import io.shangda.hub.config.Screening;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.intake.Compilers;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.screen.Screener;
import io.shangda.hub.translate.Mapping;
import io.shangda.hub.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is configured, in the two ways that a person changes it to and fro. */
final class Setting {
  /** Shows a list by page number, from which records are withdrawn that it lacks. */
  static final SourceId TOWN = new SourceId("town");

  /** Is asked for what has changed since a time. */
  static final SourceId COUNTY = new SourceId("county");

  /** Takes two at once, and is strict: inserts what is new to it, updates what it has. */
  static final TargetId PROVINCE = new TargetId("province");

  /** Takes one at a time, whatever it is called. */
  static final TargetId MINISTRY = new TargetId("ministry");

  static final RecordType CASE = new RecordType("case-accept");
  static final RecordType STEP = new RecordType("case-process");

  static final Duration EVERY = Duration.ofMinutes(1);
  static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  static final Duration GRACE = Duration.ofMinutes(2);
  static final int SNAPSHOTS = 2;

  /** Without a person so many records of a type go in a day. */
  static final int BRAKE = 2;

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration DAY = Duration.ofDays(1);

  private Setting() {}

  /**
   * @param total whether the town says how many rows there are
   * @param strict rejects more
   */
  static HubConfig hub(boolean total, boolean strict) {
    Map<SourceId, SourceConfig> sources = new LinkedHashMap<>();
    sources.put(TOWN, source(TOWN, list(total), strict));
    sources.put(COUNTY, source(COUNTY, byTime(), strict));
    Map<TargetId, TargetConfig> targets = new LinkedHashMap<>();
    targets.put(PROVINCE, target(PROVINCE, strict ? 2 : 4, 2));
    targets.put(MINISTRY, target(MINISTRY, 2, 1));
    return new HubConfig(
        sources,
        targets,
        Map.of(),
        new Screening(List.of()),
        new Retention(DAY, DAY, DAY, DAY, null),
        new ConfigFiles(new TreeMap<>()));
  }

  private static ObjectNode list(boolean total) {
    ObjectNode paging = JsonNodeFactory.instance.objectNode();
    paging.put("style", "page").put("size", 2).put("size-parameter", "limit");
    if (total) {
      paging.put("total", "/total");
    }
    return paging;
  }

  private static ObjectNode byTime() {
    ObjectNode paging = JsonNodeFactory.instance.objectNode();
    paging.put("style", "watermark").put("parameter", "since").put("field", "/t");
    paging.put("format", "iso").put("overlap", "10m").put("order", "ascending");
    return paging.put("size", 2).put("size-parameter", "limit");
  }

  private static SourceConfig source(SourceId id, ObjectNode paging, boolean strict) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("url", "http://" + id + ".test/cases").put("records", "/data");
    options.set("paging", paging);
    SourceConfig.Absence absence =
        id.equals(TOWN)
            ? new SourceConfig.Absence(SNAPSHOTS, GRACE, 1, BRAKE, Duration.ofDays(30))
            : null;
    SourceConfig.Parent parent = new SourceConfig.Parent(CASE, List.of("/of"), false);
    return new SourceConfig(
        id,
        "测试来源",
        "330881",
        "113308810026310171",
        false,
        "pull-http-json",
        options,
        StandardCharsets.UTF_8,
        ZONE,
        new SourceConfig.Schedule(EVERY, null),
        1_000_000,
        List.of(
            type(CASE, "case", null, strict, absence),
            type(STEP, "step", parent, strict, absence)));
  }

  private static SourceConfig.SourceType type(
      RecordType type,
      String kind,
      SourceConfig.@Nullable Parent parent,
      boolean strict,
      SourceConfig.@Nullable Absence absence) {
    return new SourceConfig.SourceType(
        type,
        new SourceConfig.Sign("/kind", List.of(kind)),
        List.of("/id"),
        "/t",
        new SourceConfig.Sign("/deleted", List.of("true")),
        List.of("/visits"),
        parent,
        strict ? "strict.jslt" : "lax.jslt",
        "any.json",
        List.of(),
        false,
        List.of("/id"),
        List.of(PROVINCE, MINISTRY),
        absence);
  }

  private static TargetConfig target(TargetId id, int records, int request) {
    TargetConfig.TargetType type =
        new TargetConfig.TargetType(null, null, "1", "", "${date}${serial:9}", Map.of());
    return new TargetConfig(
        id,
        "省平台",
        false,
        "push-test",
        JsonNodeFactory.instance.objectNode(),
        Map.of(CASE, type, STEP, type),
        new TargetConfig.Batch(records, request),
        1,
        null,
        new TargetConfig.Retry(FIRST_WAIT, Duration.ofMinutes(1), 3),
        new TargetConfig.Breaker(5, 20, Duration.ofMinutes(1)),
        List.of(),
        ZONE,
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        new TargetConfig.Envelope("json", null),
        new TargetConfig.ReplyRule("json", null, null, null, null, null, List.of()));
  }

  /** Records say themselves what is wrong with them. */
  static final class Rules implements Compilers {
    @Override
    public Mapping mapping(HubConfig hub, SourceConfig source, String path) {
      return record -> {
        List<Finding> findings = new ArrayList<>();
        for (Row.Flaw flaw : Row.Flaw.values()) {
          JsonNode mark = record.get(flaw.name());
          Severity severity = mark == null ? null : severity(flaw, path.startsWith("strict"));
          if (severity != null) {
            findings.add(finding(flaw, severity, mark.asText()));
          }
        }
        ObjectNode payload = record.deepCopy();
        payload.remove("visits");
        return new Translation(payload, findings);
      };
    }

    private static @Nullable Severity severity(Row.Flaw flaw, boolean strict) {
      return switch (flaw) {
        case NONE -> null;
        case HELD, SECRET -> Severity.HOLD;
        case REJECTED -> Severity.REJECT;
        case STRICTLY_REJECTED -> strict ? Severity.REJECT : null;
      };
    }

    private static Finding finding(Row.Flaw flaw, Severity severity, String mark) {
      String rule = flaw == Row.Flaw.SECRET ? Finding.SECRET_MARK + "grade" : "test/" + flaw;
      return new Finding(severity, rule, "/" + flaw, mark, Hash.sha256(mark), "有误", "is wrong");
    }

    @Override
    public Checker checker(HubConfig hub, String schema, List<String> rules) {
      return (payload, today) -> List.of();
    }

    @Override
    public Screener screener(HubConfig hub) {
      return new Screener() {
        @Override
        public List<Finding> screenPayload(JsonNode payload, boolean personalDataAllowed) {
          return List.of();
        }

        @Override
        public List<Finding> screenRaw(JsonNode record) {
          return List.of();
        }
      };
    }

    @Override
    public @Nullable Instant time(String text, ZoneId zone) {
      return text.isEmpty() ? null : Instant.parse(text);
    }
  }
}
