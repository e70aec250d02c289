package io.shangda.hub.screen;

import io.shangda.hub.config.Matching;
import io.shangda.hub.config.Screening;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Masks;
import io.shangda.hub.record.Severity;
import java.util.List;
import java.util.stream.Stream;

/** Words and patterns of one kind. */
final class WordScreen implements TextScreen {
  // enough of the text around a hit for a person to judge it
  private static final int AROUND = 20;

  private final List<WordPattern> patterns;
  private final WordIndex index;
  private final boolean always;

  WordScreen(List<Screening.Pattern> patterns, Screening.Kind kind) {
    this.patterns =
        patterns.stream().filter(p -> p.kind() == kind).map(WordPattern::compile).toList();
    this.index = new WordIndex(this.patterns.stream().flatMap(p -> p.required().stream()).toList());
    this.always = this.patterns.stream().anyMatch(WordPattern::alwaysRuns);
  }

  @Override
  public boolean suspects(String text) {
    if (always || index.anyIn(text)) {
      return true;
    }
    if (!FoldedText.isMarkedUp(text)) {
      return false;
    }
    FoldedText folded = FoldedText.of(text);
    return index.anyIn(folded.text()) || index.anyIn(folded.withoutTags().text());
  }

  /** One finding for each pattern that hits, whatever the number of its hits. */
  @Override
  public void screen(String text, String field, List<Finding> findings) {
    List<FoldedText> readings = readings(text);
    for (WordPattern pattern : patterns) {
      List<int[]> hits = hits(pattern, readings);
      if (!hits.isEmpty()) {
        findings.add(finding(pattern.of(), text, hits, field));
      }
    }
  }

  private static List<FoldedText> readings(String text) {
    FoldedText folded = FoldedText.of(text);
    FoldedText bare = folded.withoutTags();
    return Stream.of(folded, bare, bare.joined()).distinct().toList();
  }

  private static List<int[]> hits(WordPattern pattern, List<FoldedText> readings) {
    try {
      return pattern.find(readings);
    } catch (Matching.TooCostly e) { // what cannot be screened is not clean
      return List.of(new int[] {0, Math.min(AROUND, readings.get(0).original().length())});
    }
  }

  /**
   * The hash is over the text around all hits: who releases a finding releases these words in this
   * place, not whatever else the pattern may hit in the next version.
   */
  private static Finding finding(
      Screening.Pattern pattern, String text, List<int[]> hits, String field) {
    StringBuilder all = new StringBuilder();
    hits.forEach(hit -> all.append(around(text, hit)).append('\n'));
    String first = around(text, hits.get(0));
    String shown = Masks.inFinding(hits.size() == 1 ? first : first + " (" + hits.size() + "×)");
    return new Finding(
        Severity.HOLD,
        pattern.id(),
        field,
        shown,
        Hash.sha256(all.toString()),
        pattern.zh(),
        pattern.en());
  }

  /** The text around a hit as a person sees it. */
  private static String around(String text, int[] hit) {
    int from = Math.max(0, hit[0] - AROUND);
    int to = Math.min(text.length(), hit[1] + AROUND);
    StringBuilder seen = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      boolean halfPair =
          (i == from && Character.isLowSurrogate(text.charAt(i)))
              || (i == to - 1 && Character.isHighSurrogate(text.charAt(i)));
      if (!Folding.unseen(text.charAt(i)) && !halfPair) {
        seen.append(text.charAt(i));
      }
    }
    return seen.toString().replaceAll("\\s+", " ");
  }
}
