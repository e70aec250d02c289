package io.shangda.hub.operate.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shangda.hub.intake.Baseline;
import io.shangda.hub.record.Actor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The page of a bundle that a person reads, prints and signs. */
final class BundlePage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of one body; the whole stands in the bundle. */
  private static final int MOST_SHOWN = 6_000;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="utf-8"><title>数据交换证明</title><style>
      @page{size:A4;margin:18mm 16mm}
      body{font:14px/1.65 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;color:#111;
        max-width:900px;margin:2em auto;padding:0 1.5em}
      h1{text-align:center;font-size:26px;letter-spacing:.3em;margin:.2em 0 .6em}
      h2{font-size:17px;border-bottom:2px solid #333;margin:1.6em 0 .6em;padding-bottom:2px}
      h3{font-size:15px;margin:1.2em 0 .4em}
      table{border-collapse:collapse;width:100%;margin:.4em 0}
      th,td{border:1px solid #999;padding:3px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
      th{background:#f2f2f2;font-weight:600;white-space:nowrap}
      .pairs th{width:9em}
      .hash{font:12px/1.5 "DejaVu Sans Mono",Menlo,Consolas,monospace}
      pre{border:1px solid #bbb;background:#fafafa;padding:6px 8px;margin:.2em 0;
        font:12px/1.5 "DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;
        white-space:pre-wrap;overflow-wrap:anywhere}
      .note{color:#444;font-size:13px}.bad{font-weight:700}
      .sign{display:flex;justify-content:space-between;margin-top:3em}
      @media print{body{margin:0;max-width:none;padding:0;font-size:11pt}h2,h3{break-after:avoid}
        tr{break-inside:avoid}thead{display:table-header-group}
        th,pre{background:none}.sign,ul{break-inside:avoid}}
      </style></head><body><h1>数据交换证明</h1>
      """;
  private static final String TAIL =
      """
      <h2>七、本证明不能证明什么</h2><ul>
      <li>不能证明来源系统所报内容属实，只证明收到了哪些字节。</li>
      <li>不能证明时钟准确；时间取自本系统与数据库的时钟。</li>
      <li>不能证明对方收到的与发出的相同，除非对方的答复、回执或日志与此相符；答复与回执由对方给出，本系统只如实记录。</li>
      <li>没有得到答复的报送，不能证明对方收到，也不能证明对方没有收到。</li>
      <li>发送时附加的口令、令牌和签名不予保存；正文中令牌的位置以 {shangda-token-at-send:…} 标出。</li>
      <li>标明“已清除”或“已到保存期限”的内容只剩散列：持有同样字节的人可以据此核对，从散列不能恢复内容。</li>
      <li>同时掌握数据库与密钥的人可以重建整条链；请用存放在别处的锚核对封印。</li>
      <li>本页由 bundle.json 生成；以其中的原文、路径、封印和签名为准。</li></ul>
      <div class="sign"><span>出具单位（盖章）：</span><span>经办人：</span><span>日期：　　　　年　　月　　日</span></div>
      </body></html>
      """;

  private static final String TAKEN_OVER = "据清单由原系统报送，本系统既未收到原文，也未报送（taken over）";

  private final StringBuilder page = new StringBuilder(HEAD);

  private BundlePage() {}

  /**
   * The whole page.
   *
   * @param by who took it, and why
   */
  static String of(JsonNode bundle, Actor by, Instant at) {
    BundlePage page = new BundlePage();
    JsonNode record = bundle.path("record").path(0);
    page.pairs(
        List.of("出具时间", "出具人", "事由", "来源", "类型", "来源主键", "记录编号", "当前状态"),
        List.of(
            BundleWords.time(at.toString()) + "（北京时间，下同）",
            by.name(),
            by.reason(),
            record.path("source").asText(),
            record.path("type").asText(),
            record.path("source_key").asText(),
            record.path("id").asText(),
            BundleWords.state(record.path("state").asText())));
    page.versions(bundle);
    page.attempts(bundle.path("attempts"));
    page.deliveries(bundle.path("deliveries"));
    page.events(bundle.path("events"));
    page.archives(bundle.path("archives"));
    page.seals(bundle);
    return page.page.append(TAIL).toString();
  }

  private void versions(JsonNode bundle) {
    title("一、收到了什么，按什么处理");
    for (JsonNode version : bundle.path("versions")) {
      page.append("<h3>版本 ").append(escaped(version.path("version").asText()));
      page.append(version.path("deleted").asText().startsWith("t") ? "（来源标记为删除）" : "");
      page.append(text(version, "raw_place").equals(Baseline.PLACE) ? "（" + TAKEN_OVER + "）" : "");
      page.append("</h3>\n");
      pairs(
          List.of("收到时间", "取自", "原文散列", "原文", "报文散列", "映射", "数据模式", "配置版本", "状态"),
          List.of(
              BundleWords.time(version.path("arrived_at").asText()),
              text(version, "raw_from") + "，位置：" + text(version, "raw_place"),
              text(version, "raw_hash"),
              kept(bundle.path("pages"), text(version, "raw_hash")),
              text(version, "payload_hash"),
              named(version, "mapping"),
              named(version, "schema"),
              named(version, "config"),
              BundleWords.state(text(version, "state"))));
    }
  }

  private static String kept(JsonNode pages, String hash) {
    for (JsonNode one : pages) {
      if (one.path("hash").asText().equals(hash)) {
        String length = text(one, "length") + " 字节";
        return one.path("kept").asBoolean()
            ? length
                + "，全文见 bundle.json"
                + (text(one, "redacted_at").isEmpty() ? "" : "；其中有记录已按要求清除，散列不再相符")
            : length + "，已到保存期限或已清除，只保留散列";
      }
    }
    return "未保留";
  }

  private static String named(JsonNode version, String name) {
    String hash = text(version, name + "_hash");
    return text(version, name) + (hash.isEmpty() ? "" : "\n" + hash);
  }

  private void attempts(JsonNode attempts) {
    title("二、报送了什么，对方如何答复");
    if (attempts.isEmpty()) {
      note("没有报送过，或报送发生在本系统开始保存请求与答复之前。");
    }
    Map<String, Integer> before = new HashMap<>();
    for (JsonNode attempt : attempts) {
      String target = text(attempt, "target");
      int number = attempt.path("attempt").asInt();
      missing(before.getOrDefault(target, 0), number);
      before.put(target, number);
      page.append("<h3>向 ").append(escaped(target)).append(" 的第 ");
      page.append(number).append(" 次报送</h3>\n");
      pairs(
          List.of("发出时间", "地址", "结果", "请求散列", "答复散列", "封印"),
          List.of(
              sent(attempt),
              text(attempt, "to"),
              result(attempt),
              text(attempt, "request-hash"),
              text(attempt, "reply-hash"),
              attempt.path("seal").asLong() > 0
                  ? attempt.path("seal").asText() + "（事件 " + text(attempt, "event") + "）"
                  : "尚未封存"));
      bodies(attempt);
    }
  }

  /** A node that died while it sent has left nothing but the number that it used up. */
  private void missing(int before, int number) {
    if (number > before + 1) {
      String which = number == before + 2 ? "" + (before + 1) : (before + 1) + " 至 " + (number - 1);
      note("第 " + which + " 次报送没有留下记录：系统在报送中途中断，或当时尚未保存请求与答复。那一次是否发出、对方是否收到，无从证明；其后以同一幂等键重发。");
    }
  }

  private static String sent(JsonNode attempt) {
    String sent = BundleWords.time(text(attempt, "sent"));
    return sent.isEmpty() ? "不详" : sent + "，历时 " + attempt.path("took-ms").asLong() + " 毫秒";
  }

  private static String result(JsonNode attempt) {
    return attempt.has("no-answer")
        ? "没有答复：" + text(attempt, "no-answer")
        : attempt.has("status") ? "有答复，HTTP " + text(attempt, "status") : "不详";
  }

  private void bodies(JsonNode attempt) {
    switch (text(attempt, "kept")) {
      case "emptied" -> note("请求与答复的内容已到保存期限，只保留散列。");
      case "erased" -> note("请求与答复的内容已按要求清除，只保留散列。");
      case "damaged" -> page.append("<p class=\"bad\">以下内容与封存的散列不符，不能作为证据。</p>\n");
      default -> {}
    }
    int records = attempt.path("records").asInt();
    if (records > 1) {
      note("此请求同时报送 " + records + " 条记录，本记录是其中之一。");
    }
    if (attempt.has("request")) {
      page.append("<div>请求：</div>");
      StringBuilder headers = new StringBuilder();
      attempt
          .path("headers")
          .properties()
          .forEach(
              h ->
                  headers
                      .append(h.getKey())
                      .append(": ")
                      .append(h.getValue().asText(""))
                      .append('\n'));
      body(headers + (headers.isEmpty() ? "" : "\n"), attempt.path("request"));
    }
    if (attempt.has("reply")) {
      page.append("<div>答复：</div>");
      body("", attempt.path("reply"));
    }
  }

  private void body(String before, JsonNode body) {
    String all =
        body.has("text") ? body.path("text").asText() : "（Base64）" + body.path("base64").asText();
    boolean cut = all.length() > MOST_SHOWN;
    page.append("<pre>")
        .append(escaped(before + (cut ? all.substring(0, MOST_SHOWN) : all)))
        .append(cut ? "…" : "")
        .append(body.path("length").asInt() == 0 ? "（空）" : "")
        .append("</pre>\n");
    if (cut) {
      note("共 " + body.path("length").asInt() + " 字节，全文见 bundle.json。");
    }
  }

  private void deliveries(JsonNode deliveries) {
    title("三、结果与回执");
    head(List.of("版本", "目标", "操作", "结果", "时间", "回执", "对方说明"));
    for (JsonNode row : deliveries) {
      if (Baseline.isTakenOver(text(row, "message"))) {
        takenOver(row);
        continue;
      }
      row(
          text(row, "version"),
          text(row, "target"),
          BundleWords.state(text(row, "operation")),
          BundleWords.state(text(row, "state")),
          BundleWords.time(text(row, "settled_at")),
          text(row, "receipt"),
          text(row, "message"));
    }
    page.append("</tbody></table>\n");
  }

  /** What somebody wrote into a list, and no platform told this hub. */
  private void takenOver(JsonNode row) {
    row(
        text(row, "version"),
        text(row, "target"),
        "",
        TAKEN_OVER,
        BundleWords.time(text(row, "settled_at")),
        text(row, "receipt").isEmpty() ? "" : "清单所载：" + text(row, "receipt"),
        "对方是否收到，本系统无从证明");
  }

  private void events(JsonNode events) {
    title("四、经过与经手人");
    head(List.of("时间", "事件", "何人", "理由", "封印"));
    for (JsonNode proof : events) {
      JsonNode event = event(proof.path("text").asText());
      row(
          BundleWords.time(text(event, "at")),
          BundleWords.event(text(event, "event")),
          BundleWords.actor(text(event, "actor")),
          text(event, "reason"),
          proof.has("seal") ? proof.path("seal").asText() : "尚未封存");
    }
    page.append("</tbody></table>\n");
  }

  private static JsonNode event(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("event", text); // damaged: shown as it stands
    }
  }

  private void archives(JsonNode archives) {
    title("五、归档");
    if (archives.isEmpty()) {
      note("有关事件都在数据库中，没有归档。");
      return;
    }
    head(List.of("封印", "时间", "所在目录", "末封散列", "是否读出"));
    for (JsonNode one : archives) {
      row(
          text(one, "firstSeal") + " 至 " + text(one, "lastSeal"),
          "至 " + BundleWords.time(text(one, "to")),
          text(one, "folder"),
          text(one, "hash"),
          one.path("read").asBoolean() ? "已读出 " + text(one, "events") + " 个事件" : "不可达，其中的事件不在本证明内");
    }
    page.append("</tbody></table>\n");
  }

  private void seals(JsonNode bundle) {
    title("六、封印与密钥");
    head(List.of("编号", "散列"));
    bundle.path("seals").forEach(row -> row("封印 " + text(row, "seal"), text(row, "hash")));
    bundle.path("keys").forEach(row -> row("密钥（" + text(row, "algorithm") + "）", text(row, "key")));
    page.append("</tbody></table>\n");
  }

  private void title(String title) {
    page.append("<h2>").append(title).append("</h2>\n");
  }

  private void note(String text) {
    page.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
  }

  private void pairs(List<String> names, List<String> values) {
    page.append("<table class=\"pairs\"><tbody>");
    for (int i = 0; i < names.size(); i++) {
      if (!values.get(i).isEmpty()) {
        page.append("<tr><th>").append(names.get(i)).append("</th>");
        cell(values.get(i));
        page.append("</tr>\n");
      }
    }
    page.append("</tbody></table>\n");
  }

  private void head(List<String> names) {
    page.append("<table><thead><tr>");
    names.forEach(name -> page.append("<th>").append(name).append("</th>"));
    page.append("</tr></thead><tbody>\n");
  }

  private void row(String... cells) {
    page.append("<tr>");
    for (String cell : cells) {
      cell(cell);
    }
    page.append("</tr>\n");
  }

  private void cell(String text) {
    UnaryOperator<String> shown =
        line -> line.startsWith("sha256:") ? "<span class=\"hash\">" + line + "</span>" : line;
    page.append("<td>");
    String between = "";
    for (String line : escaped(text).split("\n", -1)) {
      page.append(between).append(shown.apply(line));
      between = "<br>";
    }
    page.append("</td>");
  }

  /** Empty where there is none, or null. */
  private static String text(JsonNode row, String field) {
    return row.path(field).isNull() ? "" : row.path(field).asText("");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
