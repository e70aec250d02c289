package io.shangda.hub.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignTextTest {

  @ParameterizedTest
  @CsvSource({
    "R\\u0000-1, R␀-1",
    "\\u0000, ␀",
    "\\uD83D, \uFFFD",
    "\\uDE00x, \uFFFDx",
    "\\uDE00\\uD83D, \uFFFD\uFFFD",
    "a\\uD83D\\uDE00b, a😀b",
    "已接收, 已接收",
  })
  void shouldChangeOnlyWhatNoColumnTakes(String text, String storable) {
    assertThat(ForeignText.storable(unescaped(text), 400)).isEqualTo(storable);
  }

  @Test
  void shouldKeepLinesInAColumn() {
    assertThat(ForeignText.storable("one\r\ntwo\tthree", 400)).isEqualTo("one\r\ntwo\tthree");
  }

  @Test
  void shouldReturnAStorableTextAsItIs() {
    String text = "县级 records 😀";

    assertThat(ForeignText.storable(text, 400)).isSameAs(text);
    assertThat(ForeignText.oneLine(text, 400)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "ok\\r\\nINFO Login ok, ok␍␊INFO Login ok",
    "\\u001B[31mred, ␛[31mred",
    "\\u009B31mred, <U+009B>31mred",
    "a\\u0085b, a<U+0085>b",
    "a\\u2028b, a<U+2028>b",
    "a\\u202Egnp, a<U+202E>gnp",
    "\\u2066x\\u2069, <U+2066>x<U+2069>",
    "a\\u200Bb, a<U+200B>b",
    "\\uFEFFx, <U+FEFF>x",
    "tab\\tbell\\u0007, tab␉bell␇",
    "\\u007F\\u0000, ␡␀",
  })
  void shouldShowInOneLineWhatWouldNotBeSeen(String text, String line) {
    assertThat(ForeignText.oneLine(unescaped(text), 400)).isEqualTo(line);
  }

  @Test
  void shouldCutWithAnEllipsisAndNeverBetweenTheHalvesOfAPair() {
    assertThat(ForeignText.storable("abcdef", 4)).isEqualTo("abc…");
    assertThat(ForeignText.storable("ab😀def", 4)).isEqualTo("ab…");
    assertThat(ForeignText.storable("abc😀", 5)).isEqualTo("abc😀");
    assertThat(ForeignText.storable("😀😀", 1)).isEqualTo("…");
  }

  @Test
  void shouldStayWithinItsLengthWhenWhatIsShownIsLonger() {
    assertThat(ForeignText.oneLine("\u202E".repeat(1_000_000), 100))
        .hasSize(100)
        .startsWith("<U+202E><U+202E>")
        .endsWith("…");
  }

  @Test
  void shouldSurviveUtf8WhateverComes() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }
    String storable = ForeignText.storable(all.toString(), all.length());

    assertThat(new String(storable.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(storable)
        .doesNotContain("\0");
    assertThat(ForeignText.oneLine(all.toString(), 1 << 20).lines()).hasSize(1);
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.startsWith("\\r", i) || text.startsWith("\\n", i)) {
        plain.append(text.charAt(++i) == 'r' ? '\r' : '\n');
      } else if (text.startsWith("\\t", i)) {
        plain.append('\t');
        i++;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
