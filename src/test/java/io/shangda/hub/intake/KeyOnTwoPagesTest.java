package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.page;
import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A list that shows a key on two pages in two states settles, and loses no state that is new. */
@ParameterizedClass
@EnumSource(Dialect.class)
class KeyOnTwoPagesTest {
  private static final String ONE = record("a", "v", "1");
  private static final String TWO = record("a", "v", "2");
  private static final String OTHER = record("b");

  private final CoreWorld world;

  KeyOnTwoPagesTest(Dialect dialect) {
    world = new CoreWorld(dialect);
    world.config.apply(list(world.config.get()));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
  }

  private static HubConfig list(HubConfig hub) {
    SourceConfig town = Objects.requireNonNull(hub.sources().get(CoreWorld.SOURCE));
    ObjectNode options = JsonNodeFactory.instance.objectNode().put("url", "http://town.test/cases");
    options.set("paging", JsonNodeFactory.instance.objectNode().put("style", "page"));
    SourceConfig list =
        new SourceConfig(
            town.id(),
            town.title(),
            town.region(),
            town.publisher(),
            town.sandbox(),
            "pull-http-json",
            options,
            town.charset(),
            town.zone(),
            town.schedule(),
            town.maxRecord(),
            town.types());
    return new HubConfig(
        Map.of(list.id(), list), hub.targets(), hub.rules(), hub.screening(), hub.files());
  }

  /** One run over pages of a record each; gives what is sent of it. */
  private List<Integer> run(String... records) {
    PullClaim claim = world.claim();
    List<Integer> sent = new ArrayList<>();
    for (String record : records) {
      world.intake.takeIn(claim, page(null, record));
      sent.add(world.acceptAll().size());
    }
    world.pulls.complete(claim, null, new Reach.Whole());
    return sent;
  }

  private String newest() {
    return world.database.read(
        c ->
            Objects.requireNonNull(
                Sql.first(
                    c,
                    "select v.payload from record r"
                        + " join record_version v on v.record = r.id and v.version = r.version"
                        + " where r.source_key = 'a'",
                    row -> row.getString(1))));
  }

  @Test
  void shouldSettleAndLetTheLaterCount() {
    run(ONE, OTHER, TWO);

    assertThat(run(ONE, OTHER, TWO)).containsExactly(0, 0, 0);
    assertThat(run(ONE, OTHER, TWO)).containsExactly(0, 0, 0);
    assertThat(run(ONE, OTHER, TWO)).containsExactly(0, 0, 0);
    assertThat(newest()).contains("\"v\":\"2\"");
  }

  @Test
  void shouldSettleWhicheverOfThemWasThereFirst() {
    run(TWO, OTHER);
    run(ONE, OTHER, TWO);

    assertThat(run(ONE, OTHER, TWO)).containsExactly(0, 0, 0);
    assertThat(newest()).contains("\"v\":\"2\"");
  }

  @Test
  void shouldTakeTheStateThatIsAloneInTheEnd() {
    run(ONE, OTHER, TWO);
    run(ONE, OTHER, TWO);

    run(ONE, OTHER);
    run(ONE, OTHER);

    assertThat(newest()).contains("\"v\":\"1\"");
    assertThat(run(ONE, OTHER)).containsExactly(0, 0);
  }

  @Test
  void shouldTakeAStateThatComesBackAfterAnotherRunHadTheNewer() {
    run(ONE, OTHER);
    run(TWO, OTHER);

    assertThat(run(ONE, OTHER)).containsExactly(1, 0);
    assertThat(newest()).contains("\"v\":\"1\"");
  }

  @Test
  void shouldTakeWhatIsNewOfEither() {
    run(ONE, OTHER, TWO);
    run(ONE, OTHER, TWO);

    assertThat(run(ONE, OTHER, record("a", "v", "3"))).containsExactly(0, 0, 1);

    assertThat(newest()).contains("\"v\":\"3\"");
  }

  @Test
  void shouldTakeAnOlderStateOfALaterPageOnce() {
    String older = record("a", "at", "2026-01-01T00:00:00Z", "v", "1");
    run(record("a", "at", "2026-01-01T00:04:00Z", "v", "2", "deleted", "true"), older);

    run(record("a", "at", "2026-01-01T00:05:00Z", "v", "3"), older);
    run(record("a", "at", "2026-01-01T00:05:00Z", "v", "3"), older);

    assertThat(world.number("select count(*) from record_version")).isEqualTo(3);
    assertThat(newest()).contains("\"v\":\"3\"");
  }
}
