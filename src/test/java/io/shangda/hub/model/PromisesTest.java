package io.shangda.hub.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shangda.hub.store.Sql;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model notices a world that is wrong: what it never complains of proves nothing. */
class PromisesTest {
  private static final Store STORE = new Store();

  private World world;

  @BeforeEach
  void aCaseIsPulledAndWaitsToBeSent() {
    world = new World(STORE, true);
    take(Step.Kind.NEW_CASE);
    take(Step.Kind.PULL);
    take(Step.Kind.PULL);
    take(Step.Kind.CLAIM);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void take(Step.Kind kind) {
    world.take(new Step(kind, 0, 0, 0, 0, null, 0));
  }

  private void look() {
    new Promises(world).check(Set.of(Step.Kind.SWEEP));
  }

  @Test
  void shouldHaveNothingToSayOfWhatIsRight() {
    assertThatCode(this::look).doesNotThrowAnyException();
    assertThatCode(() -> new Healing(world).heal()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "P1 | update pull_run set pulled = pulled + 1",
        "P1 | update pull_run_target set planned = planned + 1",
        "P1 | update record set state = 'held'",
        "P2 | update delivery set state = 'dead'",
        "P2 | delete from batch",
        "P2 | update batch set records = records + 1",
        "P2 | delete from record",
        "P4 | update record set source_hash = null",
        "P5 | update source_state set paused = true where source = 'town'",
        "P5 | update target_state set paused = true",
        "P8 | update record set source_hash = 'absent:1'"
      })
  void shouldNoticeWhatBreaksAPromise(String promise, String wrong) {
    world.look.database().execute(c -> Sql.update(c, "set referential_integrity false"));
    if (wrong.startsWith("update record set source_hash = null")) {
      look(); // what it was has been seen
    }

    world.look.database().execute(c -> Sql.update(c, wrong));

    assertThatExceptionOfType(BrokenPromise.class)
        .isThrownBy(this::look)
        .extracting(BrokenPromise::promise)
        .isEqualTo(promise);
  }

  @ParameterizedTest
  @CsvSource({"PAUSE_SOURCE, P5", "PURGE, P1"})
  void shouldNoticeAnActThatHasNoEffect(Step.Kind act, String promise) {
    if (act == Step.Kind.PAUSE_SOURCE) {
      world.pausedSources.add(Setting.TOWN);
    } else {
      world.model.known.values().forEach(world.model::purge);
    }

    assertThatExceptionOfType(BrokenPromise.class)
        .isThrownBy(this::look)
        .extracting(BrokenPromise::promise)
        .isEqualTo(promise);
  }
}
