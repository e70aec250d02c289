package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.page;
import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.record.Actor;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.PageReader;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that shows the same states again and again settles, whichever states it shows. */
@ParameterizedClass
@EnumSource(Dialect.class)
class RepeatedStatesTest {
  private static final Actor ADMIN = new Actor("admin", "the mapping was mended");
  private static final String EARLY = "2026-01-01T00:00:00Z";
  private static final String LATE = "2026-01-02T00:00:00Z";

  private final CoreWorld world;

  RepeatedStatesTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  /** How many are sent by each of four pulls of the same page. */
  private List<Integer> sentByFourPullsOf(String... records) {
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      world.pull(records);
      sent.add(world.acceptAll().size());
    }
    return sent;
  }

  private long versions() {
    return world.number("select count(*) from record_version");
  }

  private List<String> findings(String rule) {
    return world.database.read(
        c ->
            Sql.list(
                c,
                "select resolution || ' ' || en from finding where rule = ?",
                row -> row.getString(1),
                rule));
  }

  private String newestPayload(String key) {
    return world.database.read(
        c ->
            Objects.requireNonNull(
                Sql.first(
                    c,
                    "select v.payload from record r"
                        + " join record_version v on v.record = r.id and v.version = r.version"
                        + " where r.source_key = ?",
                    row -> row.getString(1),
                    key)));
  }

  @Test
  void shouldSettleAListThatShowsAKeyTwiceLetTheLastWinAndSaySoOnce() {
    assertThat(sentByFourPullsOf(record("a", "top", "1"), record("a", "top", "0")))
        .containsExactly(1, 0, 0, 0);

    assertThat(versions()).isEqualTo(2);
    assertThat(newestPayload("a")).contains("\"top\":\"0\"");
    assertThat(findings("repeated-key")).hasSize(1).allMatch(f -> f.startsWith("open The source"));
  }

  @Test
  void shouldSettleAListThatShowsAKeyThreeTimesInTwoStates() {
    assertThat(
            sentByFourPullsOf(record("a", "v", "1"), record("a", "v", "2"), record("a", "v", "1")))
        .containsExactly(1, 0, 0, 0);

    assertThat(newestPayload("a")).contains("\"v\":\"1\"");
  }

  @Test
  void shouldSettleAListThatShowsAnOlderStateBesideTheNewer() {
    String older = record("a", "at", EARLY, "v", "1");
    String newer = record("a", "at", LATE, "v", "2");
    assertThat(sentByFourPullsOf(newer, older)).containsExactly(1, 0, 0, 0);
    assertThat(sentByFourPullsOf(older, newer)).containsExactly(0, 0, 0, 0);

    assertThat(versions()).isEqualTo(2);
    assertThat(newestPayload("a")).contains("\"v\":\"2\"");
  }

  @Test
  void shouldTakeWhatIsNewBesideAStateThatCountsOnceAndSendNothingOfIt() {
    world.pull(record("a", "v", "1"));
    world.acceptAll();

    assertThat(sentByFourPullsOf(record("a", "v", "odd"), record("a", "v", "1")))
        .containsExactly(0, 0, 0, 0);
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(versions()).isEqualTo(2);
  }

  @Test
  void shouldSendAStateThatComesBackAlone() {
    world.pull(record("a", "v", "1"));
    world.pull(record("a", "v", "2"));
    world.acceptAll();

    world.pull(record("a", "v", "1"));

    assertThat(world.newest("a")).isEqualTo("planned 3");
    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldSettleASourceThatWasSetBackAndSaySo() {
    world.pull(record("a", "at", EARLY), record("b", "at", EARLY));
    world.pull(record("a", "at", LATE), record("b", "at", LATE));
    world.acceptAll();
    String older = "2025-12-31T00:00:00Z";

    assertThat(sentByFourPullsOf(record("a", "at", EARLY), record("b", "at", older)))
        .containsExactly(0, 0, 0, 0);

    assertThat(versions()).isEqualTo(5); // of b, a state that was never seen
    assertThat(findings("older-version"))
        .singleElement()
        .asString()
        .contains("2026-01-02T00:00:00Z", "not sent", "backup");
  }

  @Test
  void shouldLeaveAPurgedStateOutOfAPageThatShowsItBesideANewerOne() {
    String older = record("a", "at", EARLY, "name", "张三");
    world.pull(older);
    world.pull(record("a", "at", LATE, "name", "李四"));
    world.content.purge(world.id("a"), ADMIN);

    world.pull(older, record("b"));

    List<String> kept =
        world
            .database
            .read(c -> Sql.list(c, "select hash from raw_content", row -> row.getString(1)))
            .stream()
            .map(
                hash ->
                    world.database.read(c -> java.util.Optional.ofNullable(RawStore.read(c, hash))))
            .flatMap(java.util.Optional::stream)
            .map(page -> new String(page.content(), StandardCharsets.UTF_8))
            .toList();
    assertThat(kept.toString()).doesNotContain("张三").contains("\"b\"");
  }

  // ---- clocks

  @ParameterizedTest
  @ValueSource(strings = {"2099-01-01T00:00:00Z", "2062-12-31T16:00:00Z", "9999-12-31T00:00:00Z"})
  void shouldLetNoTimeAheadOfNowHideWhatComesLater(String ahead) {
    world.pull(record("a", "at", ahead, "v", "1"));
    world.acceptAll();

    world.pull(record("a", "at", LATE, "v", "2"));

    assertThat(world.acceptAll()).hasSize(1);
    assertThat(newestPayload("a")).contains("\"v\":\"2\"");
    assertThat(findings("version-time")).singleElement().asString().contains("ahead of now");
  }

  @Test
  void shouldLetNoTimeHideWhatComesLaterThatWasStoredBeforeSuchTimesWereLookedAt() {
    world.pull(record("a", "at", LATE, "v", "1"));
    world.execute(
        "update record set version_time = timestamp with time zone '2099-01-01 00:00:00Z'");
    world.acceptAll();

    world.pull(record("a", "at", LATE, "v", "2"));

    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldBelieveAClockThatIsALittleFast() {
    world.pull(record("a", "at", Instant.now().plusSeconds(120).toString(), "v", "1"));
    world.pull(record("a", "at", LATE, "v", "2"));

    assertThat(newestPayload("a")).contains("\"v\":\"1\"");
    assertThat(findings("version-time")).isEmpty();
  }

  @Test
  void shouldSayThatAVersionTimeCannotBeReadAndGoByArrival() {
    world.pull(record("a", "at", LATE, "v", "1"));
    world.pull(record("a", "at", "昨天", "v", "2"));

    assertThat(newestPayload("a")).contains("\"v\":\"2\"");
    assertThat(findings("version-time")).singleElement().asString().contains("cannot be read");
  }

  @Test
  void shouldTellTwoStatesOfOneSecondApart() {
    world.pull(record("a", "at", "2026-01-01T00:00:00.700Z", "v", "2"));
    world.pull(record("a", "at", "2026-01-01T00:00:00.300Z", "v", "1"));

    assertThat(newestPayload("a")).contains("\"v\":\"2\"");
  }

  // ---- reprocessing

  /** Kept content is read while a pull brings other content. */
  private Content whileAPullBrings(String... records) {
    AtomicBoolean once = new AtomicBoolean(true);
    PageReader real = new FormatPageReader();
    PageReader slow =
        (source, raw, cursor, headers) -> {
          if (once.getAndSet(false)) {
            PullClaim claim = world.claim();
            world.intake.takeIn(claim, page(null, records));
            world.pulls.complete(claim);
            world.acceptAll();
          }
          return real.read(source, raw, cursor, headers);
        };
    return new Content(
        world.database,
        world.plans,
        slow,
        world.intake,
        new AuditLog(world.database, Clock.systemUTC()));
  }

  private static String body(Delivery delivery) {
    return new String(Objects.requireNonNull(delivery.payload()), StandardCharsets.UTF_8);
  }

  @Test
  void shouldNotOvertakeWithKeptContentWhatIsPulledMeanwhile() {
    world.pull(record("a", "v", "1"), record("b", "v", "1"));
    world.acceptAll();
    world.changeMapping();

    Content.Reprocessed done =
        whileAPullBrings(record("a", "v", "2"))
            .reprocess(new Content.Filter("town", null, null, null, null, null), ADMIN);

    assertThat(done.records()).isEqualTo(1);
    assertThat(done.overtaken()).isEqualTo(1);
    assertThat(newestPayload("a")).contains("\"v\":\"2\"");
    assertThat(world.acceptAll())
        .extracting(RepeatedStatesTest::body)
        .singleElement()
        .asString()
        .contains("\"id\":\"b\"");
  }
}
