package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.page;
import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Reading;
import io.shangda.hub.reconcile.Reconciling;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Deflation;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After a purge no row of any table holds what the record said, plain or deflated, whichever way it
 * came in.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class PurgeLeavesNothingTest {
  private static final Actor ADMIN = new Actor("admin", "asked for by the court");

  /** Of an applicant; the number is of a year that is still to come. */
  private static final String MARK = "吕不群QX330881299901011234";

  private final CoreWorld world;

  PurgeLeavesNothingTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  private void purge(String key) {
    world.content.purge(world.id(key), ADMIN);
  }

  private void assertNothingIsLeft() {
    assertThat(rowsWith(MARK)).isEmpty();
  }

  /** Table and column of every value that holds the text, in whatever form. */
  private List<String> rowsWith(String text) {
    return world.database.read(
        c -> {
          List<String> tables =
              Sql.list(
                  c,
                  "select table_name from information_schema.tables"
                      + " where lower(table_schema) = 'public' order by table_name",
                  row -> row.getString(1));
          assertThat(tables).hasSizeGreaterThan(30);
          List<String> found = new ArrayList<>();
          for (String table : tables) {
            Sql.list(
                c,
                "select * from \"" + table + "\"",
                row -> {
                  for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String value = text(row.getObject(i));
                    if (value.contains(text)) {
                      found.add(table + "." + row.getMetaData().getColumnName(i) + ": " + value);
                    }
                  }
                  return true;
                });
          }
          return found.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
        });
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return plain(bytes) + plain(inflated(bytes));
    }
    try {
      return value instanceof java.sql.Clob clob
          ? clob.getSubString(1, (int) clob.length())
          : value instanceof java.sql.Blob blob
              ? text(blob.getBytes(1, (int) blob.length()))
              : String.valueOf(value);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String plain(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8) + new String(bytes, StandardCharsets.UTF_16BE);
  }

  private static byte[] inflated(byte[] bytes) {
    Inflater inflater = new Inflater();
    inflater.setInput(bytes);
    byte[] out = new byte[1 << 20];
    try {
      int length = inflater.inflate(out);
      return java.util.Arrays.copyOf(out, length);
    } catch (java.util.zip.DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  @Test
  void shouldFindWhatIsThere() {
    world.pull(record("a", "name", MARK));

    assertThat(rowsWith(MARK))
        .anyMatch(row -> row.startsWith("raw_content.body"))
        .anyMatch(row -> row.startsWith("record_version.payload"));
    assertThat(plain(inflated(Deflation.deflate(MARK.getBytes(StandardCharsets.UTF_8)))))
        .contains(MARK);
  }

  @Test
  void shouldLeaveNothingOfWhatWasPulledHeldReleasedRejectedAndReprocessed() {
    world.pull(record("a", "name", MARK), record("b"));
    world.pull(record("a", "hold", MARK), record("b"));
    world.holds.release(world.id("a"), ADMIN);
    world.pull(record("a", "reject", MARK), record("b", "v", "2"));
    world.pull(record("a", "name", MARK, "deleted", "true"));
    world.pull(record("a", "name", MARK, "v", "3"));
    world.changeMapping();
    world.content.reprocess(new Content.Filter("town", null, null, null, null, null), ADMIN);

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfAFieldThatIsNamedByIt() {
    world.pull(record("a", "hold" + MARK, "secret"));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfAStateThatCouldNotBeRead() {
    world.pull("{\"kind\":\"case\",\"id\":\"a-17\",\"name\":\"" + MARK + "\" broken", record("b"));
    world.pull(record("a-17", "name", MARK));

    purge("a-17");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfTheWordsOfATargetThatRefuses() {
    world.pull(record("a", "name", MARK));
    world.sendAll(d -> CoreWorld.refused("申请人 " + MARK + " 校验位有误"));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfAReceiptAndAMessageThatRepeatIt() {
    world.pull(record("a", "name", MARK));
    world.sendAll(d -> new Reading.Result(Word.ACCEPTED, "R-" + MARK, "已收到" + MARK));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfWhatATargetSaysWhenItTakesNothing() {
    world.pull(record("a", "name", MARK));
    for (int i = 0; i < 3; i++) {
      world.settleAll(world.claimed(), new Reading.Unknown(true, "reset after " + MARK));
      world.reopenBreaker();
    }
    for (int i = 0; i < 6; i++) {
      world.settleAll(world.claimed(), new Reading.Fault(503, MARK + " 处理失败", null));
      world.reopenBreaker();
    }
    world.settleAll(world.claimed(), new Reading.Barred(403, MARK + " 无权"));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfThePullsThatFailedOverIt() {
    world.pull(record("a", "name", MARK));
    world.pulls.failed(
        world.claim(),
        new io.shangda.hub.source.PullFailure(
            io.shangda.hub.source.PullFailure.Kind.GARBLED, "unexpected " + MARK, null, null));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldKeepTheAddressOfAPageWhoseWordsARecordHasToo() {
    world.pull(record("a", "name", "town.test"));

    purge("a");

    assertThat(world.number("select count(*) from raw_content where place like 'http:%'"))
        .isEqualTo(1);
  }

  @Test
  void shouldKeepAReceiptThatSaysNothingOfIt() {
    world.pull(record("a", "name", MARK));
    world.acceptAll();

    purge("a");

    assertThat(world.number("select count(*) from delivery where receipt = 'R-1'")).isEqualTo(1);
  }

  @Test
  void shouldLeaveNothingOfWhatATargetSaysOfLater() {
    world.pull(record("a", "name", MARK));
    world.settle(world.claimed(), d -> new Reading.Result(Word.LATER, null, MARK + "处理中"));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingInAPageThatTwoSourcesDeliveredAlike() {
    HubConfig hub = world.config.get();
    SourceConfig town = Objects.requireNonNull(hub.sources().get(CoreWorld.SOURCE));
    SourceConfig village =
        new SourceConfig(
            new SourceId("village"),
            town.title(),
            town.region(),
            town.publisher(),
            town.sandbox(),
            town.connector(),
            town.options(),
            town.charset(),
            town.zone(),
            town.schedule(),
            town.maxRecord(),
            town.types());
    world.config.apply(
        new HubConfig(
            Map.of(town.id(), town, village.id(), village),
            hub.targets(),
            hub.rules(),
            hub.screening(),
            hub.files()));
    world.pulls.register();
    PullClaim one = world.claim();
    PullClaim other = world.claim();
    assertThat(one.source()).isNotEqualTo(other.source());
    world.intake.takeIn(one, page(null, record("a", "name", MARK), record("b")));
    world.intake.takeIn(other, page(null, record("a", "name", MARK), record("b")));

    long second =
        world.number(
            "select id from record where source_key = 'a' and source = ?", other.source().value());
    world.content.purge(second, ADMIN);

    assertThat(rowsWith(MARK)).noneMatch(row -> row.startsWith("raw_content"));
    world.content.purge(
        world.number(
            "select id from record where source_key = 'a' and source = ?", one.source().value()),
        ADMIN);
    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingInTheNameOfAFile() {
    PullClaim claim = world.claim();
    var page = page(null, record("a", "name", MARK));
    var raw = page.raw();
    world.intake.takeIn(
        claim,
        new io.shangda.hub.record.Page(
            new io.shangda.hub.record.RawPage(
                raw.content(), raw.mediaType(), MARK + "申请.json", raw.receivedAt()),
            page.records(),
            null,
            true));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfWhatWasTakenOverFromAPredecessor() {
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    new Baseline(world.database, world.config, audit)
        .take(
            CoreWorld.PROVINCE,
            List.of(new Baseline.Line("case-accept", "town", "a", "OLD-a", "R-" + MARK, null, 1)),
            ADMIN);
    world.pull(record("a", "name", MARK));
    world.acceptAll();
    assertThat(rowsWith(MARK)).anyMatch(row -> row.startsWith("delivery.receipt"));

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfWhatItsSourceNoLongerLists() {
    world.config.apply(
        CoreWorld.withAbsence(
            world.config.get(),
            new SourceConfig.Absence(1, Duration.ZERO, 1, 100, Duration.ofDays(30))));
    list(record("a", "name", MARK), record("b"));
    world.acceptAll();
    list(record("b"));
    assertThat(world.number("select count(*) from absence where state = 'withdrawn'")).isEqualTo(1);

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfWhatIsMissingAndWaitsForItsGrace() {
    world.config.apply(
        CoreWorld.withAbsence(
            world.config.get(),
            new SourceConfig.Absence(9, Duration.ofHours(9), 1, 100, Duration.ofDays(30))));
    list(record("a", "name", MARK), record("b"));
    world.acceptAll();
    list(record("b"));
    assertThat(world.number("select count(*) from absence")).isEqualTo(1);

    purge("a");

    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveNothingOfHowAPlatformHasItOtherwise() throws Exception {
    TargetConfig target =
        CoreWorld.target(CoreWorld.PROVINCE, 10, 1)
            .with(
                new TargetConfig.Reconcile(
                    Duration.ofHours(1), null, false, false, "http://up.test/held", 0));
    world.config.apply(CoreWorld.hub(target));
    world.pull(record("a", "name", MARK));
    world.acceptAll();
    ObjectNode held = JsonNodeFactory.instance.objectNode();
    held.putArray("records")
        .addObject()
        .put("type", "case-accept")
        .put("source", "town")
        .put("key", "a")
        .put("recordVersion", "1.7")
        .put("contentHash", MARK);
    AuditLog audit = new AuditLog(world.database, Clock.systemUTC());
    new Reconciling(
            world.database, world.config, (asked, query) -> held, world.outbox.repair(), audit)
        .compareNow(CoreWorld.PROVINCE, ADMIN);
    assertThat(rowsWith(MARK)).anyMatch(row -> row.startsWith("difference."));

    purge("a");

    assertNothingIsLeft();
  }

  private void list(String... records) {
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, page("{}", records));
    world.pulls.complete(claim, null, new Reach.Whole());
    world.intake.absences().withdrawDue(CoreWorld.SOURCE);
  }
}
