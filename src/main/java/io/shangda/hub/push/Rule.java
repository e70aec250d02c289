package io.shangda.hub.push;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.ExactPattern;
import io.shangda.hub.config.Matching;
import io.shangda.hub.config.TargetConfig.Meaning;
import io.shangda.hub.config.TargetConfig.ReplyCase;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.record.Operation;
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

  record Case(
      Set<Integer> status,
      Set<Operation> operations,
      @Nullable JsonPointer field,
      Pattern matches,
      Meaning meaning) {
    boolean fits(int status, Set<Operation> asked, JsonNode result, Answer answer) {
      boolean here =
          this.status.isEmpty()
              ? status >= SUCCESS && status < REDIRECT
              : this.status.contains(status);
      if (!here || !(operations.isEmpty() || operations.containsAll(asked))) {
        return false;
      }
      if (field == null) {
        return Matching.find(matches, answer.text());
      }
      JsonNode value = result.at(field);
      return !value.isMissingNode() && Matching.find(matches, Answer.textOf(value));
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
        Set.copyOf(one.status()),
        one.operations(),
        pointer(one.field()),
        ExactPattern.compile(one.matches()),
        one.meaning());
  }

  /**
   * The word of the first case that fits; null if none does.
   *
   * @param asked what was asked for the record or records that the result is about
   */
  @Nullable Word word(int status, Set<Operation> asked, JsonNode result, Answer answer) {
    for (Case one : cases) {
      if (one.meaning() instanceof Meaning.Says says && one.fits(status, asked, result, answer)) {
        return says.word();
      }
    }
    return null;
  }

  /** Whether a body can tell another status than it came with. */
  boolean tellsStatus() {
    return cases.stream().anyMatch(one -> one.meaning() instanceof Meaning.ReadAs);
  }

  /**
   * The HTTP status an answer is to be read as, by the first case that fits the answer as a whole;
   * its own if none does, or if that case has a word for the records.
   */
  int status(Set<Operation> asked, Answer answer) {
    for (Case one : tellsStatus() ? cases : List.<Case>of()) {
      boolean aboutAll = results == null || one.meaning() instanceof Meaning.ReadAs;
      if (aboutAll && one.fits(answer.status(), asked, answer.tree(), answer)) {
        return one.meaning() instanceof Meaning.ReadAs as ? as.status() : answer.status();
      }
    }
    return answer.status();
  }

  private static @Nullable JsonPointer pointer(@Nullable String text) {
    return text == null ? null : JsonPointer.compile(text);
  }
}
