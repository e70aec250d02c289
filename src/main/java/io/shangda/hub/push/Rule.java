package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.record.Word;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target's reply rule, its pointers and patterns compiled.
 *
 * @param source what it was compiled from
 */
record Rule(
    ReplyRule source,
    @Nullable JsonPointer results,
    @Nullable JsonPointer key,
    @Nullable JsonPointer receipt,
    @Nullable JsonPointer message,
    @Nullable JsonPointer errors,
    List<Case> cases) {
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;

  record Case(Set<Integer> status, @Nullable JsonPointer field, Pattern matches, Word word) {
    boolean fits(int status, JsonNode result, Answer answer) {
      boolean here =
          this.status.isEmpty()
              ? status >= SUCCESS && status < REDIRECT
              : this.status.contains(status);
      if (!here) {
        return false;
      }
      if (field == null) {
        return matches.matcher(answer.text()).find();
      }
      JsonNode value = result.at(field);
      return !value.isMissingNode() && matches.matcher(Answer.textOf(value)).find();
    }
  }

  static Rule of(ReplyRule source) {
    List<Case> cases = source.cases().stream().map(Rule::compiled).toList();
    return new Rule(
        source,
        pointer(source.results()),
        pointer(source.key()),
        pointer(source.receipt()),
        pointer(source.message()),
        pointer(source.errors()),
        cases);
  }

  private static Case compiled(ReplyCase one) {
    return new Case(
        Set.copyOf(one.status()), pointer(one.field()), Pattern.compile(one.matches()), one.word());
  }

  /** The word of the first case that fits; null if none does. */
  @Nullable Word word(int status, JsonNode result, Answer answer) {
    for (Case one : cases) {
      if (one.fits(status, result, answer)) {
        return one.word();
      }
    }
    return null;
  }

  private static @Nullable JsonPointer pointer(@Nullable String text) {
    return text == null ? null : JsonPointer.compile(text);
  }
}
