package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing below is one record here, however its key is written from day to day. */
@ParameterizedClass
@EnumSource(Dialect.class)
class IdentityTest {
  private final CoreWorld world;

  IdentityTest(Dialect dialect) {
    world = new CoreWorld(dialect);
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  private static String numbered(String number) {
    return "{\"kind\":\"case\",\"id\":" + number + "}";
  }

  private List<String> findings() {
    return world.database.read(
        c ->
            Sql.list(
                c,
                "select severity, rule, en from finding where resolution = 'open' order by id",
                row ->
                    row.getString("severity")
                        + " "
                        + row.getString("rule")
                        + " "
                        + row.getString("en")));
  }

  @Test
  void shouldWithdrawNothingForADeletionThatDoesNotSayOfWhat() {
    world.pull(record("a"));
    world.pull("{\"id\":\"a\",\"deleted\":true}");

    assertThat(world.number("select count(*) from record_version")).isEqualTo(1);
    assertThat(findings())
        .singleElement()
        .asString()
        .contains("it is deleted", "nothing is withdrawn");
  }

  @Test
  void shouldTakeANumberForTheSameKeyHoweverItIsWritten() {
    world.pull(numbered("10000000"));
    world.pull(numbered("1.0E+7"));
    world.pull(numbered("10000000.0"));
    world.pull(numbered("\"１０００００００\""));

    assertThat(world.number("select count(*) from record")).isEqualTo(1);
    assertThat(world.id("10000000")).isPositive();
  }

  @Test
  void shouldSayWhenAKeyIsWrittenOtherwiseThanBefore() {
    world.pull(record("A 1"));
    world.pull(record("A\u00a01", "v", "2"));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0)).startsWith("warn key-form").contains("(A 1)", "one record");
    world.pull(record("A\u00a01", "v", "3"));
    assertThat(findings()).isEmpty();
  }

  @Test
  void shouldSayWhenTwoKeysOfAPageBecomeOne() {
    world.pull(numbered("1001"), numbered("1001.0"));

    assertThat(world.newest("1001")).isEqualTo("planned 2");
    assertThat(findings()).anyMatch(f -> f.startsWith("warn key-form"));
    assertThat(world.acceptAll()).hasSize(1);
  }

  @Test
  void shouldKeepARecordThatIsKnownByItsKeyAsItWasWritten() {
    world.pull(record("1001"));
    world.execute("update record set source_key = '1001.0'"); // as it was stored once
    world.acceptAll();

    world.pull(record("1001.0", "v", "2"));

    assertThat(world.newest("1001.0")).isEqualTo("planned 2");
    assertThat(world.acceptAll()).extracting(d -> d.operation().word()).containsExactly("update");
    assertThat(world.number("select count(*) from record")).isEqualTo(1);
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"true\"", "\" TRUE\"", "\"true \"", "true", "\"ｔｒｕｅ\"", "\"\\ufefftrue\""})
  void shouldKnowASignOfDeletionHoweverItIsWritten(String sign) {
    world.pull(record("a"));
    world.acceptAll();

    world.pull("{\"kind\":\"case\",\"id\":\"a\",\"deleted\":" + sign + "}");

    boolean capitals = sign.contains("TRUE");
    assertThat(world.acceptAll())
        .extracting(d -> d.operation().word())
        .containsExactly(capitals ? "update" : "withdraw");
  }

  @Test
  void shouldFindAParentHoweverItsKeyIsWritten() {
    world.pull(numbered("1001"), "{\"kind\":\"step\",\"id\":\"s\",\"of\":1001.0}");

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("1001", "s");
  }

  @Test
  void shouldRefuseKeysOfWhichASpreadsheetHasLostTheDigits() {
    world.pull(record("3.30881E+17"), record("3.30881E+17", "v", "2"), record("good"));

    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 3 = 2 + 0 + 0 + 0 + 1");
    assertThat(findings()).allMatch(f -> f.contains("exponent notation")).hasSize(2);
  }

  @Test
  void shouldRejectAChildOfNobodyAndSayHow() {
    world.pull(step("zero", "0"), step("nobodys", "undefined"));

    assertThat(world.newest("zero")).isEqualTo("rejected 1");
    assertThat(world.newest("nobodys")).isEqualTo("rejected 1");
    assertThat(findings().get(0)).startsWith("reject parent-key").contains("is 0");
    assertThat(findings().get(1)).contains("only stands for 'nothing'", "optional: true");
  }

  @Test
  void shouldSendAChildOfNobodyWhereItMayHaveNoParentAndSayWhatWasTakenForNone() {
    world.config.apply(CoreWorld.withOptionalParent(world.config.get()));

    world.pull(step("zero", "0"), step("dash", "-"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("zero", "dash");
    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0)).startsWith("warn parent-key").contains("without a parent");
  }

  @Test
  void shouldNotLetARecordWaitForItselfForEver() {
    world.config.apply(casesBelowCases(world.config.get()));

    world.pull(record("root", "of", "root"), record("leaf", "of", "root"));

    assertThat(world.acceptAll()).extracting(d -> d.record().key()).containsExactly("root", "leaf");
    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0)).startsWith("warn parent-key").contains("the record itself");
  }

  private static HubConfig casesBelowCases(HubConfig hub) {
    SourceConfig town = Objects.requireNonNull(hub.sources().get(CoreWorld.SOURCE));
    SourceConfig source =
        new SourceConfig(
            town.id(),
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
            town.types().stream().map(IdentityTest::belowItsKind).toList());
    return new HubConfig(
        Map.of(source.id(), source), hub.targets(), hub.rules(), hub.screening(), hub.files());
  }

  private static SourceConfig.SourceType belowItsKind(SourceConfig.SourceType type) {
    return new SourceConfig.SourceType(
        type.type(),
        type.when(),
        type.key(),
        type.versionTime(),
        type.deleted(),
        type.ignore(),
        type.type().equals(CoreWorld.CASE)
            ? new SourceConfig.Parent(CoreWorld.CASE, List.of("/of"), true)
            : type.parent(),
        type.mapping(),
        type.schema(),
        type.rules(),
        type.personalData(),
        type.search(),
        type.targets());
  }

  @Test
  void shouldKnowWhereARecordIsKeptThatIsKnownByAnOlderKey() {
    world.pull(record("1001.0", "name", "张三"));
    world.execute("update record set source_key = '1001.0'");

    String said =
        world.content.purge(
            world.id("1001.0"), new io.shangda.hub.record.Actor("admin", "asked for"));

    assertThat(said).contains("1 kept pages");
  }
}
