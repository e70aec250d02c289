package io.shangda.hub.screen;

import io.shangda.hub.config.Screening;
import io.shangda.hub.config.Screening.Kind;
import io.shangda.hub.config.Screening.Pattern;
import java.util.List;

/** Patterns as a configuration holds them. */
final class Patterns {
  private Patterns() {}

  static Screening screening() {
    return new Screening(
        List.of(
            pattern(
                "spam/betting",
                Kind.SPAM,
                List.of("时时彩", "葡京娱乐", "真人赌场"),
                List.of(
                    "(?<![a-z])bet[0-9]{3,6}(体育|在线|官网|最快|检测)*",
                    "(yabo|yabovip)[0-9]{2,6}",
                    "manbetx[0-9]{0,4}",
                    "(188|365|918)(体育|娱乐|彩票)(在线|官网|平台)?"),
                List.of()),
            pattern("spam/adult", Kind.SPAM, List.of("裸聊"), List.of(), List.of("裸聊诈骗", "裸聊敲诈")),
            pattern(
                "secret-mark/grade",
                Kind.SECRET,
                List.of("绝密★", "机密★", "秘密★"),
                List.of("(绝密|机密|秘密) *[★☆]", "密级[： ]{0,3}(绝密|机密|秘密)"),
                List.of()),
            pattern(
                "secret-mark/state", Kind.SECRET, List.of(), List.of("^(涉密|绝密|机密|秘密)$"), List.of()),
            pattern(
                "secret-mark/statement",
                Kind.SECRET,
                List.of("涉及国家秘密"),
                List.of(),
                List.of("不涉及国家秘密"))));
  }

  static Pattern pattern(
      String id, Kind kind, List<String> words, List<String> regex, List<String> except) {
    return new Pattern(id, kind, words, regex, except, "请核对", "Please check");
  }
}
