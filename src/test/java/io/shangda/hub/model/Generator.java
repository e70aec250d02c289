package io.shangda.hub.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes a run's steps from its seed. */
final class Generator {
  private static final int LEAST = 30;
  private static final int MOST = 90;
  private static final int RANGE = 1 << 16;
  private static final List<Step.Kind> DRAWN = drawn();

  private final SplittableRandom random;

  Generator(long seed) {
    random = new SplittableRandom(seed);
  }

  private static List<Step.Kind> drawn() {
    List<Step.Kind> all = new ArrayList<>();
    for (Step.Kind kind : Step.Kind.values()) {
      for (int i = 0; i < kind.weight; i++) {
        all.add(kind);
      }
    }
    return List.copyOf(all);
  }

  Sequence sequence() {
    boolean total = random.nextInt(4) > 0;
    List<Step> steps = new ArrayList<>();
    int many = random.nextInt(LEAST, MOST);
    for (int i = 0; i < many; i++) {
      steps.add(step(true));
    }
    return new Sequence(total, steps);
  }

  private Step step(boolean special) {
    Step.Kind kind = DRAWN.get(random.nextInt(DRAWN.size()));
    int a = random.nextInt(RANGE);
    int b = random.nextInt(RANGE);
    int c = random.nextInt(RANGE);
    int chance = special ? random.nextInt(100) : 99;
    int cut = chance < 5 ? random.nextInt(1, 4) * (random.nextBoolean() ? 1 : -1) : 0;
    @Nullable Step other = chance >= 5 && chance < 13 ? between() : null;
    return new Step(kind, a, b, c, cut, other, random.nextInt(5));
  }

  /** What changes what the step in which it comes is judged by does not come between. */
  private @Nullable Step between() {
    Step step = step(false);
    return step.kind() == Step.Kind.APPLY || step.kind() == Step.Kind.CLOCK ? null : step;
  }

  /**
   * A run.
   *
   * @param total the town says how many rows there are
   */
  record Sequence(boolean total, List<Step> steps) {}
}
