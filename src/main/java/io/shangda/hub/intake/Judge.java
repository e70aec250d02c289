package io.shangda.hub.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.KnownSecrets;
import io.shangda.hub.record.Severity;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.translate.Translation;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translates, screens and checks one record; all that is wrong with it, not the first thing. */
final class Judge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] PROVINCIAL = new byte[0];
  private static final int MAX_SEARCH = 1000;

  private final SourcePlan plan;
  private final LocalDate today;

  Judge(SourcePlan plan, LocalDate today) {
    this.plan = plan;
    this.today = today;
  }

  Judged judge(Identified record) {
    if (record.deleted()) {
      return new Judged(null, null, record.findings(), provincial(record.plan()), "");
    }
    List<Finding> findings = new ArrayList<>(record.findings());
    try {
      return judge(record, record.plan(), findings);
    } catch (RuntimeException | StackOverflowError e) { // whatever the configuration makes of it
      findings.add(unjudged(e));
      byte[] nothing = bytes(JSON.createObjectNode());
      return new Judged(nothing, Hash.sha256(nothing), findings, provincial(record.plan()), "");
    }
  }

  private Judged judge(Identified record, TypePlan type, List<Finding> findings) {
    findings.addAll(plan.screener().screenRaw(record.content()));
    Translation translation = type.mapping().apply(record.content());
    ObjectNode payload = translation.payload();
    findings.addAll(translation.findings());
    if (translation.findings().stream().noneMatch(f -> f.rule().equals("mapping"))) {
      findings.addAll(
          Overlap.without(type.checker().check(payload, today), translation.findings(), payload));
      findings.addAll(plan.screener().screenPayload(payload, type.type().personalData()));
    }
    byte[] bytes = bytes(payload);
    Map<TargetId, byte[]> targets = targets(type, payload, findings);
    if (Stream.concat(Stream.of(bytes), targets.values().stream())
        .anyMatch(KnownSecrets.ofThisProcess()::areIn)) {
      findings.add(credential());
    }
    return new Judged(bytes, Hash.sha256(bytes), findings, targets, search(type, payload));
  }

  /**
   * The payloads of targets that want their own; whatever is wrong with them is added to the
   * findings.
   */
  Map<TargetId, byte[]> targets(TypePlan type, ObjectNode payload, List<Finding> findings) {
    Map<TargetId, byte[]> targets = new LinkedHashMap<>();
    for (TypePlan.TargetPlan target : type.targets()) {
      ObjectNode own = payload;
      if (target.mapping() != null) {
        Translation translation = target.mapping().apply(payload);
        own = translation.payload();
        findings.addAll(translation.findings());
        findings.addAll(plan.screener().screenPayload(own, type.type().personalData()));
      }
      if (target.checker() != null) {
        findings.addAll(target.checker().check(own, today));
      }
      targets.put(target.id(), target.mapping() == null ? PROVINCIAL : bytes(own));
    }
    return targets;
  }

  /** A source may repeat what it was asked with, password or token, in a record. */
  private static Finding credential() {
    return Finding.of(
        Severity.HOLD,
        Finding.SECRET_MARK + "credential",
        "",
        KnownSecrets.MASK,
        "记录内容含有本系统正在使用的密码或令牌，已扣留，不得上报；请更换该密码或令牌，并请来源系统改正后重新发布本记录",
        "The record contains a password or token that this hub uses; it is held and does not leave."
            + " Replace that secret, and have the source mend the record and show it again");
  }

  /** One record must not stop its page, which would come again and stop at it for ever. */
  private static Finding unjudged(Throwable why) {
    String what = why.getClass().getSimpleName();
    return Finding.of(
        Severity.REJECT,
        "unjudged",
        "",
        "",
        "系统无法处理本记录（" + what + "），记录被拒绝，同批其他记录继续处理；请检查映射与数据规范，改正后以 reprocess 重新处理",
        "The hub could not work on this record ("
            + what
            + "), which is rejected; the others go on. Look at mapping and schema, then reprocess");
  }

  private static Map<TargetId, byte[]> provincial(TypePlan type) {
    Map<TargetId, byte[]> targets = new LinkedHashMap<>();
    type.targets().forEach(target -> targets.put(target.id(), PROVINCIAL));
    return targets;
  }

  /** The values a record is found by, a line each. */
  private static String search(TypePlan type, JsonNode payload) {
    StringBuilder search = new StringBuilder();
    for (JsonPointer pointer : type.search()) {
      String value = payload.at(pointer).asText("").strip().replaceAll("\\R", " ");
      if (!value.isEmpty() && search.length() + value.length() < MAX_SEARCH) {
        search.append(search.isEmpty() ? "" : "\n").append(value);
      }
    }
    return ForeignText.storable(search.toString(), MAX_SEARCH);
  }

  private static byte[] bytes(JsonNode payload) {
    try {
      return JSON.writeValueAsBytes(payload);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree of JSON nodes can always be written", e);
    }
  }
}
