package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.CASE;
import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.STEP;
import static io.shangda.hub.support.CoreWorld.hub;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.Reading;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits is put together into full requests, however small the pages were that brought it. */
@ParameterizedClass
@EnumSource(Dialect.class)
class FullRequestsTest {
  private final CoreWorld world;

  FullRequestsTest(Dialect dialect) {
    world = new CoreWorld(dialect, takes(10));
  }

  private static TargetConfig takes(int records) {
    return target(PROVINCE, records, records, o -> o.rate(1000));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(
            world.number(
                "select count(*) from batch b where b.records <> (select count(*) from delivery d"
                    + " where d.batch = b.id and d.state = 'batched')"))
        .isZero();
  }

  @Test
  void shouldSendWhatManySmallPagesBroughtInFullRequestsInTheirOrder() {
    List<String> pulled = smallPages(12, 3);

    List<Claimed> claims = sendAll();

    assertThat(claims.stream().map(c -> c.deliveries().size()).toList())
        .containsExactly(10, 10, 10, 6);
    assertThat(keys(claims)).hasSameElementsAs(pulled).doesNotHaveDuplicates();
    for (Claimed claim : claims) {
      assertThat(claim.deliveries().stream().map(Delivery::id).toList()).isSorted();
    }
    assertThat(world.number("select count(*) from batch")).isZero();
  }

  @Test
  void shouldLeaveWhatWasSentOnceAsItWasSent() {
    smallPages(2, 3);
    Claimed first = world.claimed();
    world.settleAll(first, new Reading.Unknown(true, "no answer"));
    smallPages(2, 2);

    List<Claimed> claims = sendAll();

    assertThat(keys(List.of(first))).hasSize(6);
    assertThat(claims.stream().map(c -> keys(List.of(c))).toList()).contains(keys(List.of(first)));
    assertThat(claims.stream().map(c -> c.deliveries().size()).toList())
        .containsExactlyInAnyOrder(6, 4);
  }

  @Test
  void shouldSendTheSameBytesUnderTheSameKeysAsAlone() {
    smallPages(2, 2);
    Set<String> alone =
        new HashSet<>(
            world.database.read(
                c ->
                    io.shangda.hub.store.Sql.list(
                        c,
                        "select d.id, v.payload from delivery d join record_version v"
                            + " on v.record = d.record and v.version = d.version",
                        row -> row.getLong(1) + row.getString(2))));

    Claimed claimed = world.claimed();

    assertThat(claimed.deliveries().stream().map(d -> d.id() + text(d)).toList())
        .hasSameElementsAs(alone);
  }

  @Test
  void shouldNotMixWhatWasPlannedUnderTwoConfigurations() {
    smallPages(1, 3);
    world.config.apply(hub(takes(10)));
    pages(1, 3, "later");

    assertThat(sendAll()).extracting(c -> c.deliveries().size()).containsExactly(3, 3);
  }

  @Test
  void shouldLeaveOutWhatTheTargetHoldsByType() {
    world.pull(record("p"));
    world.acceptAll();
    world.pull(record("a"));
    world.pull(step("s", "p"));
    world.pull(record("b"));
    world.execute(
        "insert into type_command (target, type, held) values ('province', '"
            + STEP
            + "', 'stop')");

    assertThat(keys(sendAll())).containsExactly("a", "b");
    assertThat(world.number("select count(*) from batch_aside")).isEqualTo(1);
  }

  @Test
  void shouldFillUpWhatATypesOwnRateLetsOut() {
    smallPages(3, 2);
    world.execute(
        "insert into type_command (target, type, held) values ('province', '"
            + CASE
            + "', 'stop')");
    assertThat(world.claimBatch()).isNull();
    world.execute("update type_command set held = null, rate = 5");

    assertThat(world.claimed().deliveries()).hasSize(6);
    assertThat(world.number("select count(*) from batch_aside")).isZero();
  }

  @Test
  void shouldNotSendWhatANewerVersionOvertookInABatchThatWasTakenIn() {
    world.pull(record("a", "n", "1"));
    world.pull(record("b", "n", "1"));
    world.pull(record("b", "n", "2"));

    List<Claimed> claims = sendAll();

    assertThat(world.states("b")).isEqualTo("1:superseded 2:delivered");
    assertThat(keys(claims)).containsExactly("a", "b");
  }

  @Test
  void shouldLeaveFullBatchesOfATargetWithoutARateAlone() {
    world.config.apply(hub(target(PROVINCE, 10, 10)));
    smallPages(3, 6);

    assertThat(sendAll()).extracting(c -> c.deliveries().size()).containsExactly(6, 6, 6);
  }

  private List<String> smallPages(int pages, int records) {
    return pages(pages, records, "r");
  }

  private List<String> pages(int pages, int records, String name) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      String[] page = new String[records];
      for (int j = 0; j < records; j++) {
        keys.add(name + records + "-" + i + "-" + j);
        page[j] = record(name + records + "-" + i + "-" + j);
      }
      world.pull(page);
    }
    return keys;
  }

  private List<Claimed> sendAll() {
    List<Claimed> claims = new ArrayList<>();
    world.sendUnless(
        claimed -> {
          claims.add(claimed);
          return null;
        });
    return claims;
  }

  private static List<String> keys(List<Claimed> claims) {
    return claims.stream()
        .flatMap(c -> c.deliveries().stream())
        .map(d -> d.record().key())
        .toList();
  }

  private static String text(Delivery delivery) {
    byte[] payload = java.util.Objects.requireNonNull(delivery.payload());
    return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
  }
}
