package io.shangda.hub.screen;

import io.shangda.hub.config.Matching;
import io.shangda.hub.config.Screening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** One pattern of the configuration, folded and compiled. */
record WordPattern(
    Screening.Pattern of,
    List<String> words,
    List<java.util.regex.Pattern> regexes,
    List<String> except) {

  static WordPattern compile(Screening.Pattern pattern) {
    return new WordPattern(
        pattern,
        fold(pattern.words()),
        pattern.regex().stream().map(WordPattern::regex).toList(),
        exceptions(pattern.except()));
  }

  /** Texts one of which is in every text that this pattern hits. */
  List<String> required() {
    List<String> required = new ArrayList<>(words);
    for (String regex : of.regex()) {
      required.addAll(required(regex));
    }
    return required;
  }

  /** Whether some expression can hit a text that holds none of {@link #required}. */
  boolean alwaysRuns() {
    return of.regex().stream().anyMatch(regex -> required(regex).isEmpty());
  }

  /** {@code {from, to}} in the original text of every hit, in order; hits that overlap are one. */
  List<int[]> find(List<FoldedText> readings) {
    List<int[]> hits = new ArrayList<>(1);
    readings.forEach(reading -> collect(reading, hits));
    hits.sort(Comparator.comparingInt(hit -> hit[0]));
    List<int[]> apart = new ArrayList<>(hits.size());
    for (int[] hit : hits) {
      int[] last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null || hit[0] >= last[1]) {
        apart.add(hit);
      } else {
        last[1] = Math.max(last[1], hit[1]);
      }
    }
    return apart;
  }

  private void collect(FoldedText reading, List<int[]> hits) {
    String text = reading.text();
    for (String word : words) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        add(reading, at, at + word.length(), hits);
      }
    }
    for (java.util.regex.Pattern regex : regexes) {
      Matcher matcher = Matching.matcher(regex, text);
      while (Matching.next(matcher)) {
        add(reading, matcher.start(), matcher.end(), hits);
      }
    }
  }

  private void add(FoldedText reading, int from, int to, List<int[]> hits) {
    if (!reading.isWhole(from, to)) {
      return; // inside a longer code or word
    }
    for (String text : except) {
      for (int at = Math.max(0, to - text.length()); at <= from; at++) {
        if (reading.text().startsWith(text, at)) {
          return; // the hit stands inside a text that is known to be harmless
        }
      }
    }
    hits.add(new int[] {reading.start(from), reading.end(to)});
  }

  static List<String> required(String regex) {
    return fold(RequiredText.of(narrow(regex)));
  }

  static java.util.regex.Pattern regex(String regex) {
    return java.util.regex.Pattern.compile(narrow(regex), java.util.regex.Pattern.CASE_INSENSITIVE);
  }

  /** Full-width characters as the folded text has them; signs escaped, （ opens no group. */
  private static String narrow(String regex) {
    StringBuilder narrow = new StringBuilder(regex.length());
    for (char c : regex.toCharArray()) {
      char fold = c < 0x80 ? c : Folding.fold(c);
      boolean sign = fold != c && !Character.isLetterOrDigit(fold) && fold != ' ';
      narrow.append(sign ? "\\" : "").append(fold);
    }
    return narrow.toString();
  }

  /** As they stand, and as a text reads whose letters were put together. */
  private static List<String> exceptions(List<String> texts) {
    return texts.stream()
        .map(FoldedText::of)
        .flatMap(text -> Stream.of(text.text(), text.joined().text()))
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  private static List<String> fold(List<String> texts) {
    return texts.stream().map(Folding::fold).filter(text -> !text.isEmpty()).toList();
  }
}
