package io.shangda.hub.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.support.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Attacks of one kind: each is counted, and each that did not hold is named at the end. */
final class Attacks {
  /** How an answer looks that tells of the inside. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\sat [\\w.$/]+\\([\\w]+\\.java:\\d+\\)|Caused by:|\\b(java|io\\.quarkus|io\\.vertx"
              + "|org\\.jboss|org\\.h2|org\\.jolokia)\\.[\\w.$]*(Exception|Error)\\b");

  /** More of these would not help whoever reads them. */
  private static final int MOST_NAMED = 40;

  private final String group;
  private final String kind;
  private final List<String> fallen = new ArrayList<>();
  private int tried;

  Attacks(String group, String kind) {
    this.group = group;
    this.kind = kind;
  }

  /** Notes what became of an attack. */
  void note(boolean held, String attack, Object answer) {
    tried++;
    if (!held) {
      String text = String.valueOf(answer).replaceAll("\\s+", " ");
      fallen.add(attack + "\n    -> " + text.substring(0, Math.min(text.length(), 400)));
    }
  }

  /** Notes an attack by a request, which also has to be answered, and without a look inside. */
  void note(boolean held, String attack, RawHttp.Answer answer) {
    boolean answered = answer.status() >= 100 && answer.status() < 500;
    note(
        held && answered && !INSIDE.matcher(answer.body()).find(),
        attack,
        answer.status()
            + " "
            + answer.headers().getOrDefault("content-type", "")
            + " "
            + answer.body());
  }

  /** Adds them to the table. All must have held, and there must have been some. */
  void end() {
    AttackTable.add(new AttackTable.Row(group, kind, tried, tried - fallen.size()));
    assertThat(tried).as(kind).isPositive();
    assertThat(fallen.stream().limit(MOST_NAMED))
        .as(kind + ": " + fallen.size() + " of " + tried + " did not hold")
        .isEmpty();
  }
}
