package io.shangda.hub.sandbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The page that shows what each platform above has received; asks for nothing from elsewhere. */
final class SandboxPage {
  private static final int LAST = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="UTF-8"><meta http-equiv="refresh" content="5">
      <title>上达沙箱 Shangda sandbox</title>
      <style>
      body{font:15px/1.6 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}
      table{border-collapse:collapse;width:100%;margin:.5em 0 2em}
      th,td{text-align:left;padding:.2em .6em;border-bottom:1px solid #ddd;vertical-align:top}
      td.key{word-break:break-all}
      .count{display:inline-block;margin-right:1.5em}
      .accepted{color:#176b2c}.refused,.rejected{color:#a11}
      </style></head><body>
      <h1>上达沙箱 Shangda sandbox</h1>
      <p>上级平台收到了什么；每 5 秒刷新。What the platforms above have received; refreshed every 5 s.</p>
      """;

  private final String hub;
  private final Map<String, Supplier<List<Received>>> platforms;

  /**
   * @param platforms what each has received, oldest first, by the platform's title
   */
  SandboxPage(String hub, Map<String, Supplier<List<Received>>> platforms) {
    this.hub = hub;
    this.platforms = platforms;
  }

  String html(Instant now) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<p>")
        .append(link("/api/v1/ledger", "台账 Ledger"))
        .append(" · ")
        .append(link("/hawtio/", "控制台 Hawtio"))
        .append(" · ")
        .append(TIME.format(now))
        .append("</p>\n");
    platforms.forEach((title, received) -> platform(page, title, received.get()));
    return page.append("</body></html>\n").toString();
  }

  private void platform(StringBuilder page, String title, List<Received> received) {
    page.append("<h2>").append(escaped(title)).append("</h2>\n<p>");
    counts(received)
        .forEach(
            (outcome, count) ->
                page.append("<span class=\"count ")
                    .append(escaped(outcome))
                    .append("\">")
                    .append(escaped(outcome))
                    .append(" <b>")
                    .append(count)
                    .append("</b></span>"));
    page.append("（最近 the last ")
        .append(received.size())
        .append("）</p>\n<table><tr><th>时间 Time<th>类型 Type<th>主键 Key<th>操作 Operation")
        .append("<th>结果 Outcome<th>平台答复 The platform's words</tr>\n");
    List<Received> newest = new ArrayList<>(received);
    Collections.reverse(newest);
    newest.stream().limit(LAST).forEach(one -> row(page, one));
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, Received one) {
    page.append("<tr><td>")
        .append(TIME.format(one.at()))
        .append("<td>")
        .append(escaped(one.type()))
        .append("<td class=\"key\">")
        .append(escaped(one.key()))
        .append("<td>")
        .append(escaped(one.operation()))
        .append("<td class=\"")
        .append(escaped(one.outcome()))
        .append("\">")
        .append(escaped(one.outcome()))
        .append("<td>")
        .append(escaped(one.text()))
        .append("</tr>\n");
  }

  static Map<String, Integer> counts(List<Received> received) {
    Map<String, Integer> counts = new TreeMap<>();
    received.forEach(one -> counts.merge(one.outcome(), 1, Integer::sum));
    return counts;
  }

  private String link(String path, String text) {
    return "<a href=\"" + escaped(hub + path) + "\">" + text + "</a>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
