package io.shangda.hub.screen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How often valid codes are held, and how fast: {@code src/bench/screening.sh [codes=1000000]}.
 * Nothing is asserted here; {@code ShippedScreensTest} asserts on a smaller number.
 */
public final class ScreeningFigures {
  private ScreeningFigures() {}

  /** What was found in so many codes, by kind and rule, with the first text of each. */
  static Map<String, List<String>> falseHolds(Screener screener, int codes, long seed) {
    Random random = new Random(seed);
    Map<String, List<String>> holds = new TreeMap<>();
    for (int i = 0; i < codes; i++) {
      CleanCodes.Kind kind = CleanCodes.KINDS.get(i % CleanCodes.KINDS.size());
      String code = kind.code().apply(random);
      ObjectNode record = JsonNodeFactory.instance.objectNode().put("code", code);
      record.put("sentence", "经审核，编号为" + code + "的事项已办结。");
      List<Finding> found = new ArrayList<>(screener.screenPayload(record, false));
      found.addAll(screener.screenRaw(record));
      for (Finding finding : found) {
        holds.computeIfAbsent(kind.name() + " " + finding.rule(), k -> new ArrayList<>()).add(code);
      }
    }
    return holds;
  }

  /** Prints the figures; the first argument is the number of codes. */
  public static void main(String[] arguments) {
    int codes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    Screener screener = ShippedScreens.screener();
    long begin = System.nanoTime();
    Map<String, List<String>> holds = falseHolds(screener, codes, 1);
    double seconds = (System.nanoTime() - begin) / 1e9;
    int held = holds.values().stream().mapToInt(List::size).sum();
    System.out.printf(
        "%d codes of %d kinds, each alone and in a sentence: %d false holds; %.2f us a code%n",
        codes, CleanCodes.KINDS.size(), held, seconds * 1e6 / codes);
    holds.forEach(
        (what, texts) -> System.out.println(texts.size() + " " + what + ": " + texts.get(0)));
    int variants = SpamVariants.ALL.size();
    long hit =
        SpamVariants.ALL.stream().filter(text -> SpamVariants.isHeld(screener, text)).count();
    System.out.printf("%d variants of spam and secret marks: %d held%n", variants, hit);
  }
}
