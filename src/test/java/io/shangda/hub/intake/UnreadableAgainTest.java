package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.operate.query.Ledgers;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.source.FormatPageReader;
import io.shangda.hub.source.PullFailure;
import io.shangda.hub.source.Told;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.CoreWorld;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What could not be read is read again once its source's settings are right. */
class UnreadableAgainTest {
  private static final Actor ADMIN = new Actor("admin", "the charset was wrong");
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final ObjectNode LINES =
      JsonNodeFactory.instance.objectNode().put("format", "json-lines");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTakeInWhatTheRightCharsetCanRead(Dialect dialect) throws Exception {
    // Given
    CoreWorld world = new CoreWorld(dialect);
    pull(world, GB18030, record("a", "name", "甲乙丙"), record("b"), record("c", "name", "丁戊"));
    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 3 = 2 + 0 + 0 + 0 + 1");
    setCharset(world, GB18030);
    // When
    Content.Reprocessed done = world.content.reprocess(unreadable(null), ADMIN);
    // Then
    assertThat(done.error()).isNull();
    assertThat(done.records()).isEqualTo(2);
    assertThat(world.counts(done.run())).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.newest("b")).as("what was readable stays as it was").isEqualTo("planned 1");
    assertThat(world.newest("c")).isEqualTo("planned 1");
    assertThat(findings(world, "resolution = 'mended' and resolved_by = 'admin'")).isEqualTo(2);
    assertThat(findings(world, "resolution = 'open'")).isZero();
    assertBalanced(world);
    assertThat(world.content.reprocess(unreadable(null), ADMIN).records())
        .as("nothing is left to be read again")
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTakeInEveryRecordOfAFileThatWasOneUnreadableWhole(Dialect dialect) throws Exception {
    // Given: a header that no UTF-8 has
    CoreWorld world = new CoreWorld(dialect);
    SourceConfig before = source(world);
    apply(world, with(before, csv(","), StandardCharsets.UTF_8));
    pull(world, GB18030, "kind;id;名称", "case;a;甲", "case;b;乙");
    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 1 = 1 + 0 + 0 + 0 + 0");
    apply(world, with(before, csv(";"), GB18030));
    // When
    Content.Reprocessed done = world.content.reprocess(unreadable(null), ADMIN);
    // Then
    assertThat(done.error()).isNull();
    assertThat(world.counts(done.run())).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(world.newest("b")).isEqualTo("planned 1");
    assertThat(findings(world, "resolution = 'open'")).isZero();
    assertBalanced(world);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTakeInRowsThatTheRightSeparatorGivesAKey(Dialect dialect) throws Exception {
    // Given
    CoreWorld world = new CoreWorld(dialect);
    SourceConfig before = source(world);
    apply(world, with(before, csv(","), StandardCharsets.UTF_8));
    pull(world, StandardCharsets.UTF_8, "kind;id", "case;a", "case;b");
    assertThat(world.counts(world.lastRun())).isEqualTo("pulled 2 = 2 + 0 + 0 + 0 + 0");
    apply(world, with(before, csv(";"), StandardCharsets.UTF_8));
    // When
    Content.Reprocessed done = world.content.reprocess(unreadable("type"), ADMIN);
    // Then
    assertThat(world.counts(done.run())).isEqualTo("pulled 2 = 0 + 0 + 0 + 0 + 2");
    assertThat(findings(world, "resolution = 'open'")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldSayWhatStillCannotBeReadOnce(Dialect dialect) throws Exception {
    // Given
    CoreWorld world = new CoreWorld(dialect);
    pull(world, GB18030, record("a", "name", "甲乙丙"), "no json");
    setCharset(world, GB18030);
    // When
    Content.Reprocessed done = world.content.reprocess(unreadable(null), ADMIN);
    // Then
    assertThat(world.counts(done.run())).isEqualTo("pulled 2 = 1 + 0 + 0 + 0 + 1");
    assertThat(findings(world, "resolution = 'open' and run = " + done.run())).isEqualTo(1);
    assertThat(findings(world, "resolution = 'open'")).isEqualTo(1);
    assertBalanced(world);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNotOverwriteWhatHasComeSince(Dialect dialect) throws Exception {
    // Given
    CoreWorld world = new CoreWorld(dialect);
    pull(world, GB18030, record("a", "name", "甲乙丙"), record("c", "name", "丁戊"));
    pull(world, GB18030, record("a", "name", "new"));
    setCharset(world, GB18030);
    // When
    Content.Reprocessed done = world.content.reprocess(unreadable(null), ADMIN);
    // Then
    assertThat(done.overtaken()).isEqualTo(1);
    assertThat(world.counts(done.run())).isEqualTo("pulled 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(world.newest("a")).isEqualTo("planned 1");
    assertThat(world.newest("c")).isEqualTo("planned 1");
    assertThat(findings(world, "resolution = 'open'")).isZero();
    assertBalanced(world);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKeepTheOrderOfWhatCameUnreadableTwice(Dialect dialect) throws Exception {
    // Given
    CoreWorld world = new CoreWorld(dialect);
    pull(world, GB18030, record("a", "name", "甲", "v", "1"));
    pull(world, GB18030, record("a", "name", "甲", "v", "2"));
    setCharset(world, GB18030);
    // When
    world.content.reprocess(unreadable(null), ADMIN);
    // Then
    assertThat(world.newest("a")).isEqualTo("planned 2");
    assertThat(
            world.number(
                "select count(*) from record_version where version = 2 and payload like"
                    + " '%\"v\":\"2\"%'"))
        .isEqualTo(1);
    assertBalanced(world);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldLeaveUnreadablesAloneUnlessTheyAreAskedFor(Dialect dialect) throws Exception {
    CoreWorld world = new CoreWorld(dialect);
    pull(world, GB18030, record("a", "name", "甲乙丙"), record("b"));
    setCharset(world, GB18030);

    Content.Reprocessed done =
        world.content.reprocess(new Content.Filter("town", null, null, null, null, null), ADMIN);

    assertThat(done.records()).isEqualTo(1);
    assertThat(findings(world, "resolution = 'open'")).isEqualTo(1);
  }

  private static Content.Filter unreadable(@Nullable String rule) {
    return new Content.Filter("town", null, rule, Content.UNREADABLE, null, null);
  }

  private static long findings(CoreWorld world, String which) {
    return world.number("select count(*) from finding where severity = 'unreadable' and " + which);
  }

  private static void assertBalanced(CoreWorld world) {
    assertThat(world.imbalance()).isEmpty();
    assertThat(new Ledgers(world.database).whole().balanced()).isTrue();
  }

  /** Pulls a file as the source's settings of this moment read it. */
  private static void pull(CoreWorld world, Charset sent, String... lines) throws PullFailure {
    byte[] bytes = String.join("\n", lines).getBytes(sent);
    RawPage raw = new RawPage(bytes, "text/plain", "file.txt", Instant.now());
    PullClaim claim = world.claim();
    world.intake.takeIn(claim, new FormatPageReader().read(source(world), raw, null, Told.NOTHING));
    world.pulls.complete(claim);
  }

  private static SourceConfig source(CoreWorld world) {
    return Objects.requireNonNull(world.config.get().sources().get(CoreWorld.SOURCE));
  }

  private static void setCharset(CoreWorld world, Charset charset) {
    apply(world, with(source(world), LINES, charset));
  }

  private static ObjectNode csv(String separator) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("format", "csv")
        .<ObjectNode>set("csv", JsonNodeFactory.instance.objectNode().put("separator", separator));
  }

  private static SourceConfig with(SourceConfig old, ObjectNode options, Charset charset) {
    return new SourceConfig(
        old.id(),
        old.title(),
        old.region(),
        old.publisher(),
        old.sandbox(),
        old.connector(),
        options.deepCopy(),
        charset,
        old.zone(),
        old.schedule(),
        old.maxRecord(),
        old.types());
  }

  private static void apply(CoreWorld world, SourceConfig source) {
    HubConfig old = world.config.get();
    world.config.apply(
        new HubConfig(
            Map.of(source.id(), source), old.targets(), old.rules(), old.screening(), old.files()));
  }
}
