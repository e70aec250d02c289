package io.shangda.hub.screen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is put into official pages, and the ways in which it is spelt past a filter. */
final class SpamVariants {
  private static final List<String> PLAIN =
      List.of(
          "bet365",
          "bet87365",
          "bet5365体育在线",
          "yabo88",
          "manbetx",
          "皇冠体育",
          "真人百家乐",
          "葡京娱乐",
          "在线博彩",
          "时时彩",
          "真人娱乐",
          "机密★",
          "绝密★");

  private static final List<UnaryOperator<String>> SPELLINGS =
      List.of(
          UnaryOperator.identity(),
          String::toUpperCase,
          text -> each(text, "", SpamVariants::wide),
          text -> each(text, " ", c -> c),
          text -> each(text, "\u3000", c -> c),
          text -> each(text, "\u00a0", c -> c),
          text -> each(text, "\n", c -> c),
          text -> each(text, ".", c -> c),
          text -> each(text, "·", c -> c),
          text -> each(text, "_", c -> c),
          text -> each(text, "\u200b", c -> c),
          text -> each(text, "\u2063", c -> c),
          text -> each(text, "\ufe0f", c -> c),
          text -> each(text, "&nbsp;", c -> c),
          text -> each(text, "<b></b>", c -> c),
          text -> each(text, "", SpamVariants::reference),
          text -> each(text, "", SpamVariants::otherScript),
          text -> each(text, "", SpamVariants::bold),
          text -> each(text, "", SpamVariants::traditional));

  /** Each in each spelling, in a sentence. */
  static final List<String> ALL = all();

  private SpamVariants() {}

  static boolean isHeld(Screener screener, String text) {
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("content", text);
    return !screener.screenPayload(record, true).isEmpty() || !screener.screenRaw(record).isEmpty();
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>();
    for (String plain : PLAIN) {
      for (UnaryOperator<String> spelling : SPELLINGS) {
        all.add("来源：" + spelling.apply(plain) + " 办公室");
      }
    }
    all.addAll(
        List.of(
            "通知 BET 365 最新官网",
            "b e t 3 6 5 体育在线",
            "皇 冠 体 育 开户",
            "皇冠體育",
            "真人娱乐",
            "<a href=\"http://www.bet365.com\">通知</a>",
            "机 密 ★",
            "秘密☆",
            "机密*",
            "机密⭐",
            "机密🌟5年",
            "机&#23494;★",
            "机&#x5bc6;★"));
    return List.copyOf(all);
  }

  private static String each(String text, String between, UnaryOperator<String> change) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      all.append(i == 0 ? "" : between).append(change.apply(text.substring(i, i + 1)));
    }
    return all.toString();
  }

  private static String wide(String c) {
    return c.charAt(0) > ' ' && c.charAt(0) < 0x7F
        ? String.valueOf((char) (c.charAt(0) + 0xFEE0))
        : c;
  }

  private static String reference(String c) {
    return "&#" + c.codePointAt(0) + ";";
  }

  private static String otherScript(String c) {
    int at = "aebomtxy".indexOf(c);
    return at < 0 ? c : "аеЬоМТху".substring(at, at + 1);
  }

  private static String bold(String c) {
    char letter = c.charAt(0);
    if (letter >= 'a' && letter <= 'z') {
      return Character.toString(0x1D41A + letter - 'a');
    }
    return letter >= '0' && letter <= '9' ? Character.toString(0x1D7CE + letter - '0') : c;
  }

  private static String traditional(String c) {
    int at = "体乐时线在绝机".indexOf(c);
    return at < 0 ? c : "體樂時線在絕機".substring(at, at + 1);
  }
}
