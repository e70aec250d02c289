package io.shangda.hub.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.Screening;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningMistakesTest {

  @Test
  void shouldFindNothingWrongWithGoodPatterns() {
    assertThat(Screeners.check(Patterns.screening())).isEmpty();
  }

  @Test
  void shouldNameEveryMistake() {
    // Given
    Screening screening =
        new Screening(
            List.of(
                Patterns.pattern(
                    "spam/a", Screening.Kind.SPAM, List.of("好"), List.of("["), List.of()),
                Patterns.pattern(
                    "spam/a", Screening.Kind.SPAM, List.of(), List.of("[0-9]{5}", "x*"), List.of()),
                Patterns.pattern("spam/b", Screening.Kind.SPAM, List.of(), List.of(), List.of())));

    // When
    List<String> mistakes = Screeners.check(screening).stream().map(Object::toString).toList();

    // Then
    assertThat(mistakes)
        .satisfiesExactlyInAnyOrder(
            m -> assertThat(m).contains("patterns.spam/a.words", "two characters or more"),
            m -> assertThat(m).contains("patterns.spam/a.regex", "a Java regular expression"),
            m -> assertThat(m).contains("the id a second time"),
            m -> assertThat(m).contains("[0-9]{5}", "holds a literal of two characters or more"),
            m -> assertThat(m).contains("matches nothing at all"),
            m -> assertThat(m).contains("patterns.spam/b", "neither words nor regex"));
  }

  @Test
  void shouldKnowEverySecretMarkByItsId() {
    Screening screening =
        new Screening(
            List.of(
                Patterns.pattern(
                    "marks/grade", Screening.Kind.SECRET, List.of("机密★"), List.of(), List.of()),
                Patterns.pattern(
                    "secret-mark/betting",
                    Screening.Kind.SPAM,
                    List.of("下注"),
                    List.of(),
                    List.of())));

    assertThat(Screeners.check(screening).stream().map(Object::toString))
        .satisfiesExactly(
            m -> assertThat(m).contains("marks/grade", "kind secret", "'secret-mark/'"),
            m -> assertThat(m).contains("secret-mark/betting", "kind spam"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bet[0-9]{3,6}; bet",
        "(yabo|yabovip)[0-9]{2}; yabo,yabovip",
        "a?bc+d; bc",
        "(188|365)(体育|娱乐彩票)(在线)?; 188,365",
        "^(涉密|机密)$; 涉密,机密",
        "(?<![a-z])w88官网; w88官网",
        "abc|de; abc,de",
        "abc|d; ''",
        "x{0,3}官网y{2}; 官网y",
        "(娱乐)*在线; 在线",
        "(?:娱乐)+城; 娱乐",
        "[官网]网上; 网上",
        "\\d+\\.com; .com",
      })
  void shouldKnowWhichTextEveryMatchHolds(String regex, String expected) {
    assertThat(String.join(",", RequiredText.of(regex))).isEqualTo(expected);
  }
}
