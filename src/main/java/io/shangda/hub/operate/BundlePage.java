package io.shangda.hub.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;

/** The page of a bundle that a person prints and signs. */
final class BundlePage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="utf-8"><title>数据交换证明</title><style>
      body{font:14px/1.6 serif;margin:2em}table{border-collapse:collapse;width:100%}
      td,th{border:1px solid #888;padding:2px 6px;text-align:left;word-break:break-all}
      </style></head><body><h1>数据交换证明</h1>
      """;
  private static final String TAIL =
      """
      <h2>本证明不能证明什么</h2><ul>
      <li>不能证明来源系统所报内容属实，只证明收到的字节及其散列。</li>
      <li>不能证明时钟准确；时间取自本系统与数据库的时钟。</li>
      <li>目标的回执由目标给出，本系统只如实记录。</li>
      <li>同时掌握数据库与密钥的人可以重建整条链；请用存放在别处的锚核对封印。</li>
      <li>本页由 bundle.json 生成；以其中的原文、路径、封印和签名为准。</li>
      </ul></body></html>
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  static String of(JsonNode bundle, Instant at) {
    BundlePage page = new BundlePage();
    page.page.append("<p>出具时间：").append(at).append("</p>\n");
    page.table(
        "记录",
        bundle.path("record"),
        List.of("source", "type", "source_key", "state"),
        List.of("来源", "类型", "来源主键", "状态"));
    page.table(
        "收到了什么",
        bundle.path("versions"),
        List.of(
            "version",
            "arrived_at",
            "raw_from",
            "raw_place",
            "raw_hash",
            "payload_hash",
            "mapping",
            "config"),
        List.of("版本", "到达时间", "取自", "位置", "原文散列", "报文散列", "映射", "配置版本"));
    page.table(
        "报送了什么",
        bundle.path("deliveries"),
        List.of("version", "target", "operation", "state", "settled_at", "receipt", "message"),
        List.of("版本", "目标", "操作", "结果", "时间", "回执", "对方说明"));
    page.events(bundle.path("events"));
    page.table("封印", bundle.path("seals"), List.of("seal", "hash"), List.of("编号", "散列"));
    page.table("密钥", bundle.path("keys"), List.of("key", "algorithm"), List.of("编号", "算法"));
    return page.page.append(TAIL).toString();
  }

  private void events(JsonNode events) {
    head("经过", List.of("时间", "事件", "何人", "理由", "封印"));
    for (JsonNode proof : events) {
      JsonNode event = event(proof.path("text").asText());
      page.append("<tr>");
      for (String field : List.of("at", "event", "actor", "reason")) {
        cell(event.path(field).asText());
      }
      cell(proof.has("seal") ? proof.path("seal").asText() : "尚未封存");
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static JsonNode event(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("event", text); // damaged: shown as it stands
    }
  }

  private void table(String title, JsonNode rows, List<String> fields, List<String> names) {
    head(title, names);
    for (JsonNode row : rows) {
      page.append("<tr>");
      fields.forEach(field -> cell(row.path(field).asText("")));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private void head(String title, List<String> names) {
    page.append("<h2>").append(title).append("</h2><table><tr>");
    names.forEach(name -> page.append("<th>").append(name).append("</th>"));
    page.append("</tr>\n");
  }

  private void cell(String text) {
    String shown = text.equals("null") ? "" : text;
    page.append("<td>")
        .append(shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        .append("</td>");
  }
}
