package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression may cost, whoever wrote the text. */
class MatchingTest {

  @ParameterizedTest
  @ValueSource(strings = {"(.*a){12,}b", "^(a+)+\\1$"})
  void shouldGiveUpWhereAnExpressionCouldGoOnForYears(String regex) {
    Pattern pattern = Pattern.compile(regex);
    String text = "a".repeat(100) + "!";

    assertThatThrownBy(() -> Matching.find(pattern, text))
        .isInstanceOf(Matching.TooCostly.class)
        .hasMessageContaining(regex);
    assertThatThrownBy(() -> Matching.matches(pattern, text))
        .isInstanceOf(Matching.TooCostly.class);
  }

  @Test
  void shouldGiveUpWhereAnExpressionNeedsMoreStackThanThereIs() {
    Pattern pattern = Pattern.compile("^(?:a|b)*$");
    String text = "ab".repeat(200_000);

    assertThatThrownBy(() -> Matching.find(pattern, text)).isInstanceOf(Matching.TooCostly.class);
    assertThatThrownBy(() -> Matching.matches(pattern, text))
        .isInstanceOf(Matching.TooCostly.class);
  }

  @Test
  void shouldReadALongTextThatIsEasilyJudged() {
    String text = "第三条　本办法自发布之日起施行。".repeat(50_000);

    assertThat(Matching.find(Pattern.compile("[0-9]{6}"), text)).isFalse();
    assertThat(Matching.matches(Pattern.compile("[\\p{IsHan}　。]*"), text)).isTrue();
    Matcher every = Matching.matcher(Pattern.compile("施行"), text);
    int found = 0;
    while (Matching.next(every)) {
      assertThat(every.group()).isEqualTo("施行");
      found++;
    }
    assertThat(found).isEqualTo(50_000);
  }
}
