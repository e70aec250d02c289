package io.shangda.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code $} stands in an expression, and what it then means. */
class ExactPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "^[0-9]{6}$; 330881; true",
        "^[0-9]{6}$; 330881|; false",
        "(a|b$); b|; false",
        "^[a$]+$; a$; true",
        "^a\\$$; a$; true",
        "^\\Qa$\\E$; a$; true",
        "^a$|^b$; b|; false",
        "a; a|; true",
      })
  void shouldEndAtTheVeryEndOfTheText(String regex, String text, boolean matches) {
    assertThat(ExactPattern.compile(regex).matcher(text.replace('|', '\n')).find())
        .isEqualTo(matches);
  }

  @Test
  void shouldTellAMistakeAsItWasWritten() {
    assertThatThrownBy(() -> ExactPattern.compile("[a$"))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("[a$");
  }
}
