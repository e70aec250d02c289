package io.shangda.hub.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RuleSet;
import io.shangda.hub.record.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckMistakesTest {

  @Test
  void shouldFindNothingWrongWithGoodSchemasAndRules() {
    assertThat(check(Given.config(), "true")).isEmpty();
  }

  @Test
  void shouldNameTheLineWhereASchemaIsNoJson() {
    List<ConfigMistake> mistakes =
        check(Given.config("schemas/bad.json", "{\n  \"type\": \"object\",,\n}"), "true");
    assertThat(mistakes)
        .extracting(m -> m.file() + ":" + m.line())
        .containsExactly("config/schemas/bad.json:2");
  }

  @Test
  void shouldNameTheKeyWhereASchemaIsNoSchema() {
    List<ConfigMistake> mistakes =
        check(
            Given.config("schemas/bad.json", "{\"properties\": {\"a\": {\"minLength\": \"x\"}}}"),
            "true");
    assertThat(mistakes).extracting(ConfigMistake::key).containsExactly("/properties/a/minLength");
  }

  @Test
  void shouldRefuseReferencesOutOfTheConfiguration() {
    for (String ref : List.of("none.json", "https://json.schemastore.org/x.json", "#/$defs/none")) {
      ConfigFiles files = Given.config("schemas/bad.json", "{\"$ref\": \"" + ref + "\"}");
      assertThat(check(files, "true"))
          .extracting(ConfigMistake::file)
          .containsExactly("config/schemas/bad.json");
    }
  }

  @Test
  void shouldNameTheRuleWhoseExpressionDoesNotCompile() {
    List<ConfigMistake> mistakes = check(Given.config(), ".a >= ");
    assertThat(mistakes)
        .extracting(m -> m.file() + " " + m.key())
        .containsExactly("config/rules/cases.yaml rules.r.check");
  }

  @Test
  void shouldNotCompileASchemaThatIsNotThere() {
    Checkers checkers = new Checkers(Given.config());
    assertThatThrownBy(() -> checkers.compile("none.json", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no schema 'config/schemas/none.json'");
  }

  private static List<ConfigMistake> check(ConfigFiles files, String expression) {
    RuleSet rules =
        new RuleSet("cases", List.of(Given.rule("r", Severity.REJECT, null, expression)));
    return Checkers.check(files, List.of(rules), List.of());
  }
}
