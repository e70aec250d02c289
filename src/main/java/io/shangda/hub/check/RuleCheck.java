package io.shangda.hub.check;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.RuleSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the mistakes in the expressions of rule sets. */
final class RuleCheck {
  private final Collection<Function> functions;
  private final List<ConfigMistake> mistakes;

  RuleCheck(Collection<Function> functions, List<ConfigMistake> mistakes) {
    this.functions = functions;
    this.mistakes = mistakes;
  }

  void check(Collection<RuleSet> ruleSets) {
    for (RuleSet set : ruleSets) {
      String file = "config/rules/" + set.name() + ".yaml";
      for (RuleSet.Rule rule : set.rules()) {
        expression(file, "rules." + rule.id() + ".when", rule.when());
        expression(file, "rules." + rule.id() + ".check", rule.check());
        pointer(file, "rules." + rule.id() + ".field", rule.field());
        pointer(file, "rules." + rule.id() + ".date", rule.date());
      }
    }
  }

  private void expression(String file, String key, @Nullable String expression) {
    if (expression == null) {
      return;
    }
    try {
      CompiledRule.compile(expression, functions);
    } catch (JsltException e) {
      String message = e.getMessageWithoutLocation().replace("Parse error: ", "");
      String first = message.lines().findFirst().orElse(message);
      mistakes.add(new ConfigMistake(file, 0, key, first, "a JSLT expression"));
    }
  }

  private void pointer(String file, String key, @Nullable String pointer) {
    if (pointer != null && !pointer.isEmpty() && !pointer.startsWith("/")) {
      mistakes.add(
          new ConfigMistake(file, 0, key, "'" + pointer + "'", "a JSON Pointer such as /title"));
    }
  }
}
