package io.shangda.hub.operate.bundle;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The hub's words in Chinese, for a page that somebody reads who has never seen the hub. */
final class BundleWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private static final Map<String, String> EVENTS =
      Map.ofEntries(
          Map.entry("taken-in", "收到并通过检查"),
          Map.entry("planned", "收到并安排报送"),
          Map.entry("rejected", "收到，检查不通过"),
          Map.entry("held", "收到，暂扣待人工确认"),
          Map.entry("attempted", "报送一次，结果未定"),
          Map.entry("delivered", "对方已接收"),
          Map.entry("dead", "未能送达"),
          Map.entry("superseded", "被更新的版本取代"),
          Map.entry("withdrawn", "无需报送"),
          Map.entry("closed", "人工结案"),
          Map.entry("replayed", "人工要求重新报送"),
          Map.entry("resent", "对账后重新报送"),
          Map.entry("hold-released", "人工放行"),
          Map.entry("hold-refused", "人工拒绝"),
          Map.entry("secret-mark-first-clearing", "涉密标志：第一人确认为误报"),
          Map.entry("secret-mark-cleared", "涉密标志：第二人确认为误报"),
          Map.entry("waits-for-parent", "等待上级记录"),
          Map.entry("purged", "内容已按要求清除"),
          Map.entry("purged-from-pages", "已从保存的原文中清除"),
          Map.entry("purged-while-sent", "报送途中被清除"),
          Map.entry("withdrawn-by-absence", "来源不再列出，撤回"),
          Map.entry("brought-back", "撤回已取消"),
          Map.entry("baseline", "据清单由原系统报送，登记接管（本系统未报送）"),
          Map.entry("nothing-to-withdraw", "对方没有，无需撤回"),
          Map.entry("bundle-taken", "出具证明"));

  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("planned", "已安排报送"),
          Map.entry("rejected", "检查不通过"),
          Map.entry("held", "暂扣"),
          Map.entry("refused", "人工拒绝"),
          Map.entry("superseded", "被新版本取代"),
          Map.entry("purged", "内容已清除"),
          Map.entry("waiting", "等待"),
          Map.entry("batched", "报送中"),
          Map.entry("delivered", "对方已接收"),
          Map.entry("dead", "未能送达"),
          Map.entry("closed", "人工结案"),
          Map.entry("withdrawn", "无需报送"),
          Map.entry("insert", "新增"),
          Map.entry("update", "变更"),
          Map.entry("withdraw", "撤回"));

  private BundleWords() {}

  /** What is not known stands as it is. */
  static String event(String word) {
    String zh = EVENTS.get(word);
    return zh == null ? word : zh + "（" + word + "）";
  }

  static String state(String word) {
    String zh = STATES.get(word);
    return zh == null ? word : zh + "（" + word + "）";
  }

  static String actor(String name) {
    return name.equals("hub") ? "系统" : name;
  }

  /** In the time of China; as it stands if it is none. */
  static String time(String text) {
    try {
      return text.isEmpty() ? "" : TIME.format(Instant.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }
}
