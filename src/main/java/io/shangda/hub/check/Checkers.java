package io.shangda.hub.check;

import com.schibsted.spt.data.jslt.Function;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RuleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Makes checkers from the schemas below {@code config/schemas/} and the rule sets of {@code
 * config/rules/}. A schema is compiled once, however many sources use it.
 */
public final class Checkers {
  private final Schemas schemas;

  public Checkers(ConfigFiles files) {
    this.schemas = new Schemas(files);
  }

  /** Everything that is wrong with the schemas, and with the expressions of the rules. */
  public static List<ConfigMistake> check(
      ConfigFiles files, Collection<RuleSet> ruleSets, Collection<Function> functions) {
    List<ConfigMistake> mistakes = new ArrayList<>();
    new SchemaCheck(files, mistakes).check();
    new RuleCheck(functions, mistakes).check(ruleSets);
    return mistakes;
  }

  /**
   * @param schemaPath below {@code config/schemas/}
   * @param functions what the rules may call besides JSLT's own (the mapping engine's)
   * @throws IllegalArgumentException if the schema or a rule does not compile, which {@link #check}
   *     would have said
   */
  public Checker compile(
      String schemaPath, List<RuleSet> ruleSets, Collection<Function> functions) {
    List<CompiledRule> rules =
        ruleSets.stream()
            .flatMap(set -> set.rules().stream())
            .map(rule -> new CompiledRule(rule, functions))
            .toList();
    return new RecordChecker(
        new SchemaRule(schemas.get(schemaPath), new Titles(schemaPath, schemas::document)), rules);
  }
}
