package io.shangda.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shangda.hub.model.Generator.Sequence;
import io.shangda.hub.model.Run.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random runs against the model. {@code -Dsequences=} runs another number of them, {@code -Dseed=}
 * begins at another seed, {@code -Dseed=… -Dsequences=1} repeats one run exactly. A run that breaks
 * a promise is made as short as it can be and told in words.
 */
class ModelTest {
  private static final long SEQUENCES = number("sequences", 2000);
  private static final long SEED = number("seed", 1);

  private static final int MOST_LINES = 200;

  @Test
  void shouldKeepItsPromisesWhateverHappensInWhateverOrder() throws Exception {
    AtomicLong next = new AtomicLong(SEED);
    ConcurrentSkipListMap<Long, Broken> broken = new ConcurrentSkipListMap<>();
    int threads = (int) Math.min(SEQUENCES, Runtime.getRuntime().availableProcessors());
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(workers.submit(() -> runs(next, broken)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdown();
    }
    if (!broken.isEmpty()) {
      tell(broken.firstKey());
    }
  }

  @Test
  void shouldRepeatARunExactlyFromItsSeed() {
    Run run = new Run(new Store());
    Sequence sequence = new Generator(SEED).sequence();

    assertThat(run.told(sequence)).isEqualTo(run.told(new Generator(SEED).sequence()));
  }

  private static void runs(AtomicLong next, ConcurrentSkipListMap<Long, Broken> broken) {
    Run run = new Run(new Store());
    for (long seed = next.getAndIncrement();
        seed < SEED + SEQUENCES && broken.isEmpty();
        seed = next.getAndIncrement()) {
      Broken found = run.of(new Generator(seed).sequence());
      if (found != null) {
        broken.put(seed, found);
      }
    }
  }

  private static void tell(long seed) {
    Run run = new Run(new Store());
    Sequence sequence = new Generator(seed).sequence();
    Broken first = run.of(sequence);
    if (first == null) {
      throw new IllegalStateException("seed " + seed + " broke a promise once and not again");
    }
    Sequence shortest = run.shrink(sequence, first);
    Broken broken = run.of(shortest);
    Broken shown = broken == null ? first : broken;
    fail(
        "Seed "
            + seed
            + " ("
            + shortest.steps().size()
            + " of "
            + sequence.steps().size()
            + " steps are enough) broke "
            + shown.cause().getMessage()
            + "\n"
            + String.join("\n", shown.said().subList(0, Math.min(MOST_LINES, shown.said().size()))),
        shown.cause());
  }

  private static long number(String property, long otherwise) {
    String text = System.getProperty(property, "");
    return text.isBlank() ? otherwise : Long.parseLong(text);
  }
}
