package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line of a disclosure catalogue as offices export it: by label for spreadsheets, or in the
 * field names of a province-wide catalogue service for JSON lines.
 *
 * @param serial running number; decides every value, so that the same number is the same entry
 * @param slip what the office got wrong in it
 */
record CatalogueEntry(int serial, Slip slip) {
  private static final String PUBLISHER = "江山市行政服务中心管理办公室";
  private static final String PUBLISHER_CODE = "113308810026310171";
  private static final List<String> SUBJECTS =
      List.of("政务大厅停电期间办理安排", "窗口工作人员考勤办法", "企业开办一窗受理流程", "办事指南更新", "自助服务区开放时间");
  private static final List<String> HEADER =
      List.of(
          "索引号", "信息名称", "发布机构", "发布文号", "成文日期", "发布日期", "主题分类", "公开方式", "不予公开理由", "涉密状态", "内容概述");

  /** What an office gets wrong, one thing at a time. */
  enum Slip {
    NONE,
    /** Not published, and no reason given. */
    NO_REASON,
    /** Marked secret: must never leave. */
    SECRET,
    /** A theme that the classification does not have. */
    UNKNOWN_THEME,
    /** Written on a day that no calendar has. */
    IMPOSSIBLE_DATE,
    /** The publisher's code in the index number has a wrong check digit. */
    INDEX_CHECK_DIGIT
  }

  static String csvHeader() {
    return String.join(",", HEADER);
  }

  String csvLine() {
    return Stream.of(
            index(),
            title(),
            PUBLISHER,
            documentNumber(),
            slip == Slip.IMPOSSIBLE_DATE ? "2017年02月30日" : date().toString(),
            date().plusDays(3).toString(),
            slip == Slip.UNKNOWN_THEME ? "综合政务\\大厅日常" : "综合政务\\政务公开",
            slip == Slip.NO_REASON ? "不予公开" : "主动公开",
            "",
            slip == Slip.SECRET ? "涉密" : "非涉密",
            summary())
        .map(CatalogueEntry::quoted)
        .collect(Collectors.joining(","));
  }

  /** The same entry in the field names of a province-wide catalogue service. */
  JsonObject json() {
    return new JsonObject()
        .put("id", 500_000 + serial)
        .put("identifier", index())
        .put("title", title())
        .put("publisher", PUBLISHER)
        .put("document_number", documentNumber())
        .put("date", date().atStartOfDay().toEpochSecond(ZoneOffset.ofHours(8)))
        .put("publish_time", date().plusDays(3) + " 09:00:00")
        .put("classify_theme_name", slip == Slip.UNKNOWN_THEME ? "大厅日常" : "政务公开")
        .put("keywords", "政务服务,公开")
        .put("abstract", summary())
        .put("is_expired", 0)
        .put("is_abolished", 0)
        .put("attachment", List.of())
        .put("url", "http://127.0.0.1/content/" + serial + ".html");
  }

  /** By which it is known: the index number in a table, the number of the entry elsewhere. */
  String key(boolean table) {
    return table ? index() : String.valueOf(500_000 + serial);
  }

  private String index() {
    String code =
        slip == Slip.INDEX_CHECK_DIGIT ? Identifiers.spoiled(PUBLISHER_CODE) : PUBLISHER_CODE;
    return code + "/" + date().getYear() + "-" + String.format("%06d", 200_000 + serial);
  }

  private String title() {
    return "关于" + SUBJECTS.get(serial % SUBJECTS.size()) + "的通知（第" + serial + "号）";
  }

  private String documentNumber() {
    return "江政服〔" + date().getYear() + "〕" + (1 + serial % 90) + "号";
  }

  private String summary() {
    return "就" + SUBJECTS.get(serial % SUBJECTS.size()) + "作出说明，自发布之日起执行。";
  }

  private LocalDate date() {
    return LocalDate.of(2017, 1, 3).plusDays(serial % 300);
  }

  private static String quoted(String value) {
    return value.contains(",") || value.contains("\"")
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }
}
