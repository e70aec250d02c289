package io.shangda.hub.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.ConfigMistake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingMistakesTest {
  private final ConfigOf config = new ConfigOf();

  @Test
  void shouldNameFileAndLineOfEveryMappingThatDoesNotCompile() {
    // Given
    config
        .with("mappings/a.jslt", "{\n  \"a\": .a,\n  \"b\": }\n")
        .with("mappings/b.jslt", "{\n  \"a\": no-such-function(.a)\n}")
        .with("mappings/c.jslt", "{\"a\": date()}")
        .with("mappings/d.jslt", "{\"a\": ^}")
        .with("mappings/good.jslt", "{\"a\": .a}");

    // When
    List<ConfigMistake> mistakes = Mappings.check(config.files());

    // Then
    assertThat(mistakes)
        .extracting(m -> m.file() + ":" + m.line())
        .containsExactly(
            "config/mappings/a.jslt:3",
            "config/mappings/b.jslt:2",
            "config/mappings/c.jslt:1",
            "config/mappings/d.jslt:1");
    assertThat(mistakes).allSatisfy(m -> assertThat(m.found()).isNotBlank().doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{|  'a': .a|  'b': .b|}; 2; in line 3, column 3; a comma before it",
        "{'a': [1 2]}; 1; in line 1, column 10; a comma before it",
        "{'a' .b}; 1; in line 1, column 6; a colon between a key and its value",
        "{|'a': .b|; 2; the end of the file; closes what was opened",
        "{|'a': 'b|}; 3; a text in quotes without an end; a closing quote",
        "{'a'： .a}; 1; a character that JSLT does not know; no full-width ones",
      })
  void shouldSayWhatIsMissingAndInWhichLine(
      String mapping, int line, String found, String expected) {
    config.with("mappings/a.jslt", mapping.replace('|', '\n').replace('\'', '"'));

    assertThat(Mappings.check(config.files()))
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.line()).isEqualTo(line);
              assertThat(m.found()).contains(found);
              assertThat(m.expected()).contains(expected);
            });
  }

  @Test
  void shouldNameTheImportThatIsBrokenOrMissingOnce() {
    // Given
    config
        .with("mappings/a.jslt", "import \"common/x.jslt\" as x {\"a\": x:f(.a)}")
        .with("mappings/b.jslt", "import \"common/x.jslt\" as x {\"b\": x:f(.b)}")
        .with("mappings/c.jslt", "import \"common/none.jslt\" as x {\"b\": x:f(.b)}")
        .with("mappings/common/x.jslt", "def f(x)\n  $x +\n");

    // When
    List<ConfigMistake> mistakes = Mappings.check(config.files());

    // Then
    assertThat(mistakes).hasSize(2);
    assertThat(mistakes.get(0).file()).isEqualTo("config/mappings/common/x.jslt");
    assertThat(mistakes.get(1).toString())
        .contains("config/mappings/c.jslt", "there is no file config/mappings/common/none.jslt");
  }

  @Test
  void shouldNameCodeTablesThatAMappingAsksForInVain() {
    // Given
    config
        .with(
            "mappings/a.jslt",
            """
            // code("in-a-comment", .x)
            {
              "text": "call code(\\"in-a-text\\", .x)",
              "a": code("there", .a),
              "b": code("not-there", .b)
            }
            """)
        .with("codes/there.csv", "code,value\n1,one\n");

    // When
    List<ConfigMistake> mistakes = Mappings.check(config.files());

    // Then
    assertThat(mistakes)
        .containsExactly(
            new ConfigMistake(
                "config/mappings/a.jslt",
                5,
                "code",
                "code table 'not-there', which does not exist",
                "a file config/codes/not-there.csv"));
  }

  @Test
  void shouldNameEveryMistakeInACodeTable() {
    // Given
    config
        .with(
            "codes/a.csv",
            """
            \ufeffcode,value,valid_from,valid_to,source,note
            1,one,,,,
            1,uno,,,,
            1,own,,,town-a,
            2,two,2019-05-15,2018-01-01,,
            3,three,2019-5-15,,,

            4,,,,,
            5,five,,2020-12-31,,
            5,cinq,2021-01-01,,,the next day
            6,six,,,,,too many
            """)
        .with("codes/b.csv", "code,value,colour\n1,one,red\n")
        .with("codes/c.csv", "code\n1\n")
        .with("codes/d.csv", "");

    // When
    List<String> mistakes =
        Mappings.check(config.files()).stream().map(ConfigMistake::toString).toList();

    // Then
    assertThat(mistakes)
        .satisfiesExactly(
            m -> assertThat(m).startsWith("config/codes/a.csv:3 code").contains("a second time"),
            m -> assertThat(m).startsWith("config/codes/a.csv:5 valid_to").contains("before"),
            m -> assertThat(m).startsWith("config/codes/a.csv:6 valid_from").contains("2019-5-15"),
            m -> assertThat(m).startsWith("config/codes/a.csv:8").contains("a code, a value"),
            m -> assertThat(m).startsWith("config/codes/a.csv:11").contains("7 cells"),
            m ->
                assertThat(m).startsWith("config/codes/b.csv:1 colour").contains("column 'colour'"),
            m ->
                assertThat(m)
                    .startsWith("config/codes/c.csv:1 value")
                    .contains("no column 'value'"),
            m -> assertThat(m).startsWith("config/codes/d.csv:1").contains("an empty file"));
  }

  @Test
  void shouldCheckALongMappingThatNamesATableAtItsEnd() {
    String entries = "  \"a\": .a, // code(\"no\")\n  \"b\": \"code(\",\n".repeat(3000);
    config.with(
        "mappings/a.jslt", "{\n" + entries.replace("\"a\"", "\"x\"") + "\"c\": code(\"t\", .c)}");

    List<ConfigMistake> mistakes = Mappings.check(config.files());

    assertThat(mistakes)
        .extracting(ConfigMistake::found)
        .anyMatch(found -> found.contains("code table 't'"))
        .noneMatch(found -> found.contains("'no'"));
  }
}
