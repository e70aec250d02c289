package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The province platform's judgement on one report: who sent it, TITLE, CONTEXT, attachments, in
 * that order; the first refusal is the answer.
 */
final class ProvinceReception {
  private static final int DATA_KEY_LENGTH = 22;
  private static final int PLATFORM_LENGTH = 18;
  private static final int PLATE_LENGTH = 11;
  private static final Set<String> EXPIRED = Set.of("2020", "2021", "2002", "9999", "9998", "2030");

  private final Map<String, ProvinceKind> kinds = ProvinceKind.all();
  private final ProvinceArchive archive;
  private final RealLikePlatform.Sender sender;
  private final ProvinceToken token;

  ProvinceReception(Clock clock, RealLikePlatform.Sender sender, Journal journal) {
    this.sender = sender;
    this.archive = new ProvinceArchive(journal);
    this.token = new ProvinceToken(sender.secret(), clock);
  }

  /**
   * @param text the platform's own; empty if it took the report
   * @param name the code by which other reports refer to this one; empty if none do
   * @param parent the code of the report that comes before it; empty if there is none
   */
  record Verdict(
      String kind, String dataKey, String dataType, String text, String name, String parent) {
    static final Verdict NONE = new Verdict("", "", "", "", "", "");

    boolean accepted() {
      return text.isEmpty();
    }
  }

  JsonObject list() {
    return archive.list();
  }

  @Nullable String lose(String dataKey) {
    return archive.lose(dataKey);
  }

  int held() {
    return archive.size();
  }

  /** Judges a report and keeps it if it is good. */
  Verdict receive(byte[] body) {
    Report report;
    try {
      report = Report.read(body);
    } catch (XMLStreamException e) {
      return new Verdict("", "", "", "根级别上的数据无效。", "", "");
    }
    String refusal = stranger(report.validation("SYSTEM_NO"), report.validation("TOKEN"));
    if (refusal == null) {
      refusal = refusal(report);
    }
    if (refusal == null) {
      archive.apply(report);
    }
    return new Verdict(
        report.title("DATA_EN"),
        report.title("DATA_KEY"),
        report.title("DATA_TYPE"),
        refusal == null ? "" : refusal,
        switch (report.title("DATA_EN")) {
          case "PROJECT" -> report.context("PROJECT_CODE");
          case "TENDER_PROJECT" -> report.context("TENDER_PROJECT_CODE");
          default -> "";
        },
        switch (report.title("DATA_EN")) {
          case "PROJECT" -> "";
          case "TENDER_PROJECT" -> report.context("PROJECT_CODE");
          default -> report.context("TENDER_PROJECT_CODE");
        });
  }

  private @Nullable String stranger(String systemNo, String sentToken) {
    if (systemNo.isEmpty()) {
      return "SYSTEM_NO获取失败";
    }
    if (EXPIRED.contains(systemNo)) {
      return "[SYSTEM_NO]已过期";
    }
    return systemNo.equals(sender.systemNo()) ? token.refusal(sentToken) : "SYSTEM_NO无效";
  }

  private @Nullable String refusal(Report report) {
    if (!report.has("TITLE")) {
      return "XML中缺少title节点";
    }
    boolean delete = "3".equals(report.title("DATA_TYPE"));
    if (!delete && !report.has("CONTEXT")) {
      return "XML中缺少context节点";
    }
    ProvinceKind kind = kinds.get(report.title("DATA_NO"));
    String refusal = title(report, kind);
    if (refusal == null && !delete) {
      refusal = platforms(report);
    }
    if (refusal == null && !delete && kind != null) {
      refusal = kind.refusal(report, archive);
    }
    return refusal == null ? attachments(report) : refusal;
  }

  private @Nullable String title(Report report, @Nullable ProvinceKind kind) {
    String missing = missing(List.of("DATA_NO", "DATA_EN"), report);
    if (missing != null) {
      return missing;
    }
    if (kind == null || !kind.dataEn().equals(report.title("DATA_EN"))) {
      return "DATA_EN与DATA_NO不匹配";
    }
    missing = missing(List.of("DATA_CN"), report);
    if (missing != null) {
      return missing;
    }
    if (!report.title("DATA_TYPE").matches("[123]")) {
      return "DATA_TYPE不正确";
    }
    String key = dataKey(report);
    if (key != null) {
      return key;
    }
    return missing(
        "1".equals(report.title("DATA_TYPE")) ? List.of("CA_KEY", "ROUTE_WAY") : List.of("CA_KEY"),
        report);
  }

  private static @Nullable String missing(List<String> names, Report report) {
    return names.stream()
        .filter(name -> report.title(name).isEmpty())
        .findFirst()
        .map(name -> name + "不能为空")
        .orElse(null);
  }

  private @Nullable String dataKey(Report report) {
    String key = report.title("DATA_KEY");
    if (key.isEmpty()) {
      return "DATA_KEY不能为空";
    }
    if (key.length() != DATA_KEY_LENGTH) {
      return "DATA_KEY长度有误";
    }
    if (!key.startsWith(sender.systemNo())) {
      return "DATA_KEY中有SYSTEM_NO不等于" + sender.systemNo();
    }
    if (!key.startsWith(report.title("DATA_NO"), sender.systemNo().length())) {
      return "DATA_KEY有DATA_NO不等于" + report.title("DATA_NO");
    }
    boolean insert = "1".equals(report.title("DATA_TYPE"));
    if (archive.knows(key)) {
      return insert ? "DATA_KEY为" + key + "已存在" : null;
    }
    return insert ? null : "DATA_KEY为" + key + "不存在";
  }

  /** The five fields that every CONTEXT ends with. */
  private @Nullable String platforms(Report report) {
    for (String name :
        List.of(
            "PLATFORM_CODE",
            "PUB_SERVICE_PLAT_CODE",
            "DATA_TIMESTAMP",
            "TRADE_PLAT",
            "PUB_SERVICE_PLAT")) {
      if (report.context(name).isEmpty()) {
        return name + "不能为空";
      }
    }
    if (report.context("PLATFORM_CODE").length() != PLATFORM_LENGTH) {
      return "交易系统标识码长度不正确";
    }
    if (report.context("PUB_SERVICE_PLAT_CODE").length() != PLATFORM_LENGTH) {
      return "交易服务系统标识码长度不正确";
    }
    if (report.context("TRADE_PLAT").length() != PLATE_LENGTH) {
      return "电子招标投标交易平台或发布工具标识码长度不正确";
    }
    if (report.context("PUB_SERVICE_PLAT").length() != PLATE_LENGTH) {
      return "电子招标投标公共服务平台标识码长度不正确";
    }
    if (!ProvinceField.isTime(report.context("DATA_TIMESTAMP"))) {
      return "[DATA_TIMESTAMP]日期格式不正确";
    }
    return sender.platformCode().equals(report.context("PLATFORM_CODE"))
        ? null
        : "交易系统标识码[PLATFORM_CODE]填写无效";
  }

  /** Files go another way (FTP) and none has come. */
  private static @Nullable String attachments(Report report) {
    for (Map<String, String> file : report.attachments()) {
      if (!file.containsKey("FILE_EN_NAME")) {
        return "缺少附件的英文名称";
      }
      if (!"1".equals(file.get("IS_DELETE"))) {
        return "找不到附件" + file.getOrDefault("BINARY_CONTENT", "");
      }
    }
    return null;
  }
}
