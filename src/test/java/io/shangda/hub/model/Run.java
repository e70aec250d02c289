package io.shangda.hub.model;

import io.shangda.hub.model.Generator.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs sequences, and makes one that breaks a promise as short as it can be. */
final class Run {
  private final Store store;

  Run(Store store) {
    this.store = store;
  }

  /**
   * A promise that was broken.
   *
   * @param said what happened, in words
   */
  record Broken(Throwable cause, List<String> said) {
    /** Two of one kind are the same find: a shorter sequence must not slip to another. */
    String kind() {
      String text = String.valueOf(cause.getMessage());
      return cause instanceof BrokenPromise
          ? text.replaceAll("[0-9]+", "#")
              .replaceAll(
                  "(case|step|town|county|province|ministry|case-accept|case-process) ?", "")
          : cause.getClass().getName();
    }
  }

  /** Null if all promises were kept. */
  @Nullable Broken of(Sequence sequence) {
    try (World world = new World(store, sequence.total())) {
      try {
        for (Step step : sequence.steps()) {
          world.take(step);
        }
        new Healing(world).heal();
        return null;
      } catch (RuntimeException | AssertionError e) {
        return new Broken(e, List.copyOf(world.said()));
      }
    }
  }

  /** What happens in a run, in words. */
  List<String> told(Sequence sequence) {
    try (World world = new World(store, sequence.total())) {
      try {
        sequence.steps().forEach(world::take);
        new Healing(world).heal();
      } catch (RuntimeException | AssertionError e) {
        world.say(String.valueOf(e.getMessage()));
      }
      return List.copyOf(world.said());
    }
  }

  /** The shortest that still breaks a promise in the same way; drops steps while it can. */
  Sequence shrink(Sequence sequence, Broken broken) {
    Sequence shortest = sequence;
    for (int size = sequence.steps().size() / 2; size > 0; size /= 2) {
      boolean shorter = true;
      while (shorter) {
        shorter = false;
        for (int from = 0; from < shortest.steps().size(); ) {
          Sequence less = without(shortest, from, size);
          if (isAlike(less, broken)) {
            shortest = less;
            shorter = size == 1;
          } else {
            from += size;
          }
        }
      }
    }
    return plain(shortest, broken);
  }

  /** Takes away what comes between and what cuts off, where it makes no difference. */
  private Sequence plain(Sequence sequence, Broken broken) {
    Sequence plain = sequence;
    for (int i = 0; i < plain.steps().size(); i++) {
      List<Step> steps = new ArrayList<>(plain.steps());
      steps.set(i, steps.get(i).plain());
      Sequence simpler = new Sequence(plain.total(), steps);
      if (!simpler.equals(plain) && isAlike(simpler, broken)) {
        plain = simpler;
      }
    }
    return plain;
  }

  private boolean isAlike(Sequence sequence, Broken broken) {
    Broken again = of(sequence);
    return again != null && again.kind().equals(broken.kind());
  }

  private static Sequence without(Sequence sequence, int from, int many) {
    List<Step> steps = new ArrayList<>(sequence.steps().subList(0, from));
    steps.addAll(
        sequence
            .steps()
            .subList(Math.min(from + many, sequence.steps().size()), sequence.steps().size()));
    return new Sequence(sequence.total(), steps);
  }
}
