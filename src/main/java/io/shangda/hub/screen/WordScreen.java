package io.shangda.hub.screen;

import io.shangda.hub.config.Screening;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Masks;
import io.shangda.hub.record.Severity;
import java.util.List;

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
    return always || index.anyIn(text);
  }

  /** One finding for each pattern that hits, whatever the number of its hits. */
  @Override
  public void screen(String text, String field, List<Finding> findings) {
    String visible = Folding.visible(text);
    String folded = Folding.fold(visible);
    for (WordPattern pattern : patterns) {
      List<int[]> hits = hits(pattern, folded);
      if (!hits.isEmpty()) {
        findings.add(finding(pattern.of(), visible, hits, field));
      }
    }
  }

  private static List<int[]> hits(WordPattern pattern, String folded) {
    try {
      return pattern.find(folded);
    } catch (StackOverflowError e) { // what cannot be screened is not clean
      return List.of(new int[] {0, Math.min(AROUND, folded.length())});
    }
  }

  /**
   * The hash is over the text around all hits: who releases a finding releases these words in this
   * place, not whatever else the pattern may hit in the next version.
   */
  private static Finding finding(
      Screening.Pattern pattern, String visible, List<int[]> hits, String field) {
    StringBuilder all = new StringBuilder();
    hits.forEach(hit -> all.append(around(visible, hit)).append('\n'));
    String first = around(visible, hits.get(0));
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

  private static String around(String visible, int[] hit) {
    int from = Math.max(0, hit[0] - AROUND);
    int to = Math.min(visible.length(), hit[1] + AROUND);
    return visible.substring(from, to).replaceAll("\\s+", " ");
  }
}
