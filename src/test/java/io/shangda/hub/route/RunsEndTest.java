package io.shangda.hub.route;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.intake.PullClaim;
import io.shangda.hub.record.Page;
import io.shangda.hub.store.DataFolder;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was begun ends, whatever becomes of the exchange it is made in. */
class RunsEndTest {

  /**
   * The wish is sent while the policy is at work, and can be claimed and fail before it is over.
   */
  @Test
  void shouldEndARunThatFailsWhileTheFailureOfTheOneBeforeIsStillBeingReported(@TempDir Path folder)
      throws Exception {
    try (IntakeRoutes hub = new IntakeRoutes(Dialect.H2, folder)) {
      hub.source(
          "pull-http-json", "url: http://127.0.0.1:1/none\nrecords: /data", StandardCharsets.UTF_8);
      hub.pull();
      Deque<String> policiesAtWork = new ArrayDeque<>(List.of("pull-source"));

      for (int run = 0; run < 5; run++) { // more than there are slots
        long failed =
            hub.pullByWishOf(Map.of(Exchange.FATAL_FALLBACK_ERROR_HANDLER, policiesAtWork));

        assertThat(hub.text("select error from pull_run where id = " + failed))
            .contains("no connection");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFreeTheSlotOfARunWhoseExchangeWasLeftWithoutItsEnd(boolean failed) throws Exception {
    CoreWorld world = new CoreWorld(Dialect.H2);
    Pulling pulling = pulling(world);
    PullClaim claim = pulling.claim().get(0);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(claim);
    pulling.begin(exchange);
    exchange.getMessage().setBody(CoreWorld.page("2", record("a")));
    pulling.takeIn(exchange);
    if (failed) {
      exchange.setException(new IllegalStateException("no answer"));
    }

    UnitOfWorkHelper.doneSynchronizations(
        exchange, exchange.getExchangeExtension().handoverCompletions());
    pulling.keep();

    assertThat(world.number("select count(*) from pull_run where state = 'failed' and pages = 1"))
        .isEqualTo(1);
    world.execute("update source_state set due_at = current_timestamp");
    assertThat(pulling.claim()).hasSize(1);
    assertThat(world.imbalance()).isEmpty();
    pulling.stop();
  }

  @Test
  void shouldEndARunOnce() throws Exception {
    CoreWorld world = new CoreWorld(Dialect.H2);
    Pulling pulling = pulling(world);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(pulling.claim().get(0));
    pulling.begin(exchange);
    pulling.end(exchange);

    UnitOfWorkHelper.doneSynchronizations(
        exchange, exchange.getExchangeExtension().handoverCompletions());

    assertThat(world.number("select count(*) from pull_run where state = 'complete'")).isEqualTo(1);
    world.execute("update source_state set due_at = current_timestamp");
    assertThat(pulling.claim()).hasSize(1);
    world.execute("update source_state set due_at = current_timestamp");
    assertThat(pulling.claim()).as("there is one slot").isEmpty();
    pulling.stop();
  }

  private static Pulling pulling(CoreWorld world) {
    return new Pulling(
        world.pulls,
        world.intake,
        (source, raw, cursor, headers) -> new Page(raw, List.of(), null, true),
        world.config,
        Clock.systemUTC(),
        DataFolder.elsewhere(),
        1);
  }
}
