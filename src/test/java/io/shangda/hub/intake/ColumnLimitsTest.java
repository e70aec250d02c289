package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Text of others that is longer than its column, or holds what no column takes, stops no page. */
@ParameterizedClass
@EnumSource(Dialect.class)
class ColumnLimitsTest {

  /** Longer than every column, with what PostgreSQL takes in no text. */
  private static final String ENDLESS = "\u0000\ud800" + "长".repeat(5_000);

  private final Dialect dialect;
  private final CoreWorld world;

  ColumnLimitsTest(Dialect dialect) {
    this.dialect = dialect;
    this.world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private void takeIn(String place, String mediaType, RawRecord... records) {
    RawPage raw =
        new RawPage(
            List.of(records).toString().getBytes(StandardCharsets.UTF_8),
            mediaType,
            place,
            Instant.now());
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, new Page(raw, List.of(records), null, true));
    world.pulls.complete(claim);
  }

  private static ObjectNode content(String id) {
    return JsonNodeFactory.instance.objectNode().put("kind", "case").put("id", id);
  }

  @Test
  void shouldTakeInRecordsOfLongFileNames() {
    String name = "关于".repeat(120);

    takeIn(
        name + ENDLESS,
        "text/" + ENDLESS,
        new RawRecord.Readable(name + "1.txt", content("a")),
        new RawRecord.Readable(name + "2.txt", content("b")));

    assertThat(world.newest("a") + " " + world.newest("b")).isEqualTo("planned 1 planned 1");
    assertThat(world.number("select count(distinct raw_place) from record_version")).isEqualTo(2);
  }

  @Test
  void shouldStoreWhatIsSaidOfAnUnreadableHoweverLong() {
    takeIn(
        "http://town.test/",
        "text/plain",
        new RawRecord.Unreadable(ENDLESS + "1", ENDLESS, ENDLESS, ENDLESS),
        new RawRecord.Readable("line 2", content("b")));

    assertThat(world.newest("b")).isEqualTo("planned 1");
    assertThat(world.number("select count(*) from finding where severity = 'unreadable'"))
        .isEqualTo(1);
  }

  @Test
  void shouldStoreWhatIsFoundHoweverLongItsFieldAndItsValueAre() {
    takeIn(
        "http://town.test/",
        "text/plain",
        new RawRecord.Readable("line 1", content("a").put("hold" + ENDLESS, ENDLESS)),
        new RawRecord.Readable("line 2", content("b").put("at", ENDLESS)),
        new RawRecord.Readable("line 3", content("c").put("at", ENDLESS).put("title", ENDLESS)));

    assertThat(world.counts(world.lastRun())).startsWith("pulled 3 = 0 + 0 + 0 + 1");
  }

  @Test
  void shouldFindAKeyThatIsTooLongForTheRecordAndGoOn() {
    takeIn(
        "http://town.test/",
        "text/plain",
        new RawRecord.Readable("line 1", content(ENDLESS)),
        new RawRecord.Readable("line 2", content("长".repeat(401))),
        new RawRecord.Readable("line 3", content("长".repeat(400))));

    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 3 = 2 + 0 + 0 + 0 + 1");
  }

  @Test
  void shouldRejectAPayloadThatItsDatabaseDoesNotHoldAndGoOn() {
    String content = "x".repeat(1_100_000);

    world.pull(record("a", "content", content), record("b"));
    world.pull(record("a", "content", content), record("b"));

    boolean held = dialect == Dialect.POSTGRESQL;
    assertThat(world.newest("a")).isEqualTo(held ? "planned 1" : "rejected 1");
    assertThat(world.newest("b")).isEqualTo("planned 1");
    assertThat(world.number("select count(*) from finding where rule = 'payload-size'"))
        .isEqualTo(held ? 0 : 1);
  }

  @Test
  void shouldEndARunHoweverLongItsFailureIs() {
    PullClaim claim = world.claim();

    world.pulls.failed(claim, new PullFailure(PullFailure.Kind.BARRED, ENDLESS, null, null));

    assertThat(world.number("select count(*) from source_state where paused")).isEqualTo(1);
  }

  @Test
  void shouldEndARunHoweverLongItsWarningIs() {
    PullClaim claim = world.claim();

    world.pulls.complete(claim, ENDLESS);

    assertThat(world.number("select count(*) from pull_run where state = 'warned'")).isEqualTo(1);
  }
}
