package io.shangda.hub.sandbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The page that shows what each platform above has received; asks for nothing from elsewhere. */
final class SandboxPage {
  private static final int LAST = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="UTF-8"><meta http-equiv="refresh" content="5">
      <title>上达沙箱 Shangda sandbox</title>
      <style>
      body{font:15px/1.6 sans-serif;max-width:76em;margin:2em auto;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%;margin:.5em 0 2em}
      th,td{text-align:left;padding:.2em .6em;border-bottom:1px solid #ddd;vertical-align:top}
      th,td.time,td.outcome{white-space:nowrap}
      td.key{word-break:break-all}
      .count{display:inline-block;margin-right:1.5em}
      .good{color:#176b2c}.bad{color:#a11}.note{color:#666}
      </style></head><body>
      <h1>上达沙箱 Shangda sandbox</h1>
      <p>本页由沙箱的两个上级平台自己记录：上达向它们报送了什么，它们如何答复；每 5 秒刷新，各列最近 20 条。
      数据均为虚构，平台会故意停机、不答复或拒收，以便观察上达如何重报。
      被上达拦下的记录（如夹带博彩文字的文件）不会出现在这里，请看控制台或台账。<br>
      Kept by the two platforms of the sandbox themselves: what Shangda pushed and how they answered; refreshed every
      5 s, the last 20 each. All data is made up, and the platforms fail on purpose, to show how Shangda sends again. What Shangda
      rejects or holds back, such as documents with betting text, never arrives here: see the console or the ledger.</p>
      """;

  /** A platform's words for what became of a push, as a stranger understands them. */
  private static final Map<String, String> WORDS =
      Map.of(
          "accepted", "接收 accepted",
          "accepted, not answered", "接收，未答复 accepted, not answered",
          "duplicate", "曾接收，不再计数 duplicate",
          "pending", "接收，待复核 pending",
          "rejected", "拒收 rejected",
          "refused", "拒收 refused",
          "refused, not answered", "拒收，未答复 refused, not answered",
          "stale", "已有更新版本 stale",
          "unavailable", "平台停机 unavailable",
          "proxy page", "网关错误页 proxy page");

  /** What the platforms call their kinds of records. */
  private static final Map<String, String> KINDS =
      Map.of(
          "PROJECT", "项目",
          "TENDER_PROJECT", "招标项目",
          "TENDER_ANN_QUA_INQUERY_ANN", "招标公告",
          "TENDER_CANDIDATE_ANNOUNCE", "中标候选人公示",
          "WIN_RESULT_ANNO", "中标结果公告",
          "disclosure", "政府信息",
          "case-accept", "办件受理",
          "case-process", "办件过程",
          "case-result", "办件结果");

  private static final Map<String, String> OPERATIONS =
      Map.of("insert", "新增 insert", "update", "修改 update", "withdraw", "撤回 withdraw");

  /**
   * One platform above.
   *
   * @param received what came last, oldest first
   * @param arrivals what it counted, as {@link Arrivals#json} shows it
   */
  record Platform(String title, Supplier<List<Received>> received, Supplier<JsonObject> arrivals) {}

  private final String hub;
  private final List<Platform> platforms;

  SandboxPage(String hub, List<Platform> platforms) {
    this.hub = hub;
    this.platforms = List.copyOf(platforms);
  }

  String html(Instant now) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<p>")
        .append(link(hub + "/hawtio/", "控制台 Console"))
        .append(" · ")
        .append(link(hub + "/api/v1/ledger", "台账 Ledger"))
        .append(" · ")
        .append(link("/arrivals.json", "逐条计数 Counts by record"))
        .append(" · ")
        .append(link("/handed-out.json", "下级交出 Handed out below"))
        .append(" · ")
        .append(TIME.format(now))
        .append(" 北京时间</p>\n");
    platforms.forEach(platform -> platform(page, platform));
    return page.append("</body></html>\n").toString();
  }

  private void platform(StringBuilder page, Platform platform) {
    List<Received> received = platform.received().get();
    page.append("<h2>").append(escaped(platform.title())).append("</h2>\n");
    counted(page, platform.arrivals().get().getJsonObject("summary", new JsonObject()));
    page.append("<p>最近 ")
        .append(received.size())
        .append(" 次 The last ")
        .append(received.size())
        .append("：");
    counts(received)
        .forEach(
            (outcome, count) ->
                page.append("<span class=\"count ")
                    .append(tone(outcome))
                    .append("\">")
                    .append(escaped(WORDS.getOrDefault(outcome, outcome)))
                    .append(" <b>")
                    .append(count)
                    .append("</b></span>"));
    page.append("</p>\n<table><tr><th>时间 Time<th>类型 Type<th>主键 Key<th>操作 Operation")
        .append("<th>结果 Outcome<th>平台答复 The platform's words</tr>\n");
    List<Received> newest = new ArrayList<>(received);
    Collections.reverse(newest);
    newest.stream().limit(LAST).forEach(one -> row(page, one));
    page.append("</table>\n");
  }

  /** The four that must stay zero are what the hub promises. */
  private static void counted(StringBuilder page, JsonObject summary) {
    page.append("<p>");
    count(page, "记录 records", summary.getLong("records", 0L), false);
    count(page, "收到 pushes", summary.getLong("sent", 0L), false);
    count(page, "其中重发 sent again", summary.getLong("repeated", 0L), false);
    count(page, "重复入库 doubled", summary.getLong("doubled", 0L), true);
    count(page, "同键异文 changed", summary.getLong("changed", 0L), true);
    count(page, "新旧颠倒 inverted", summary.getLong("inverted", 0L), true);
    count(page, "先子后父 child before parent", summary.getLong("orphaned", 0L), true);
    count(page, "身份证号外泄 exposed", summary.getLong("exposed", 0L), true);
    page.append("</p>\n");
  }

  private static void count(StringBuilder page, String name, long count, boolean mustBeZero) {
    String tone = mustBeZero ? (count == 0 ? " good" : " bad") : "";
    page.append("<span class=\"count")
        .append(tone)
        .append("\">")
        .append(name)
        .append(" <b>")
        .append(count)
        .append("</b></span>");
  }

  private static void row(StringBuilder page, Received one) {
    page.append("<tr><td class=\"time\">")
        .append(TIME.format(one.at()))
        .append("<td>")
        .append(escaped((KINDS.getOrDefault(one.type(), "") + " " + one.type()).strip()))
        .append("<td class=\"key\">")
        .append(escaped(one.key()))
        .append("<td>")
        .append(escaped(OPERATIONS.getOrDefault(one.operation(), one.operation())))
        .append("<td class=\"outcome ")
        .append(tone(one.outcome()))
        .append("\">")
        .append(escaped(WORDS.getOrDefault(one.outcome(), one.outcome())))
        .append("<td>")
        .append(escaped(one.text()))
        .append("</tr>\n");
  }

  private static String tone(String outcome) {
    return switch (outcome.split(",", 2)[0].toLowerCase(Locale.ROOT)) {
      case "accepted", "duplicate", "pending" -> "good";
      case "rejected", "refused" -> "bad";
      default -> "note";
    };
  }

  static Map<String, Integer> counts(List<Received> received) {
    Map<String, Integer> counts = new TreeMap<>();
    received.forEach(one -> counts.merge(one.outcome(), 1, Integer::sum));
    return counts;
  }

  private static String link(String address, String text) {
    return "<a href=\"" + escaped(address) + "\">" + text + "</a>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
