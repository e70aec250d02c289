package io.shangda.hub.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.audit.proof.AnchorFile;
import io.shangda.hub.audit.proof.Damage;
import io.shangda.hub.audit.proof.DatabaseEvidence;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.Databases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The newest seal leaves the machine, and what left is noted. */
class AnchoringTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final Path folder;

  AnchoringTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A database in which seals are made. */
  private static final class World {
    final Database database;
    final AuditLog audit;
    final Sealer sealer;

    World(Dialect dialect) {
      database = Databases.fresh(dialect);
      audit = new AuditLog(database, Clock.systemUTC());
      sealer = new Sealer(database, audit, SealKeys.make(), "node-1", Clock.systemUTC());
    }

    void seal() {
      AuditLog.Event event = new AuditLog.Event("x", null, "", "", Actor.HUB, Map.of());
      database.execute(c -> audit.append(c, List.of(event)));
      sealer.seal();
    }

    String text(String sql) {
      return database.read(c -> Sql.list(c, sql, row -> row.getString(1))).get(0);
    }

    List<Anchor> anchors() {
      return new DatabaseEvidence(database).anchors();
    }

    Anchoring anchoring(TargetNews news, Duration every, AnchorPlace... places) {
      return new Anchoring(
          database,
          news,
          List.of(places),
          new Anchoring.Settings(every, true),
          InstantSource.system());
    }
  }

  private static TargetNews news() {
    return new TargetNews(InstantSource.system());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldAppendTheNewestSealToAFileOnceAnInterval(Dialect dialect) throws Exception {
    World world = new World(dialect);
    Path file = folder.resolve("anchors.jsonl");
    Anchoring hourly = world.anchoring(news(), HOUR, new AnchorLog(file));
    assertThat(hourly.anchor()).isZero(); // there is no seal yet

    world.seal();
    assertThat(hourly.anchor()).isEqualTo(1);
    world.seal();
    assertThat(hourly.anchor()).isZero();
    assertThat(world.anchoring(news(), Duration.ZERO, new AnchorLog(file)).anchor()).isEqualTo(1);

    List<Anchor> kept = AnchorFile.read(file);
    assertThat(kept).extracting(Anchor::seal).containsExactly(1L, 2L);
    assertThat(kept.get(1).hash()).isEqualTo(world.text("select hash from audit_chain"));
    assertThat(world.anchors()).isEqualTo(kept);
  }

  @Test
  void shouldTellNothingTwiceIfNothingWasSealedSince() throws Exception {
    World world = new World(Dialect.H2);
    world.seal();
    AnchorLog file = new AnchorLog(folder.resolve("anchors.jsonl"));
    Anchoring always = world.anchoring(news(), Duration.ZERO, file);

    assertThat(always.anchor()).isEqualTo(1);
    assertThat(always.anchor()).isZero();
  }

  @Test
  void shouldTellTheOtherPlacesIfOneFails() {
    World world = new World(Dialect.H2);
    world.seal();
    AnchorLog gone = new AnchorLog(folder.resolve("not there/anchors.jsonl"));
    AnchorLog good = new AnchorLog(folder.resolve("anchors.jsonl"));

    assertThatThrownBy(world.anchoring(news(), HOUR, gone, good)::anchor)
        .hasMessageContaining("could not be told to " + gone.name());
    assertThat(world.anchors()).extracting(Anchor::place).containsExactly(good.name());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldNoteWhichTargetAnsweredAndHowFarItsClockIsAhead(Dialect dialect) throws Exception {
    World world = new World(dialect);
    TargetNews news = news();
    Anchoring hourly = world.anchoring(news, HOUR);
    world.seal();
    hourly.anchor();
    assertThat(news.newest()).isEqualTo("1 " + world.text("select hash from audit_chain"));
    Instant there = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    String date =
        java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
            there.atOffset(java.time.ZoneOffset.UTC));

    news.answered("province", news.newest(), date);
    news.answered("other", news.newest(), "");
    assertThat(hourly.anchor()).isEqualTo(2);
    news.answered("province", news.newest(), date);
    assertThat(hourly.anchor()).isZero();

    assertThat(world.anchors())
        .anySatisfy(
            a -> {
              assertThat(a.kind() + " " + a.place()).isEqualTo("push province");
              assertThat(a.placeAhead()).isNotNull().isBetween(400_000L, 600_000L);
            })
        .anySatisfy(a -> assertThat(a.placeAhead()).isNull());
  }

  @Test
  void shouldHaveTheSealStampedByATimeStampingService() throws Exception {
    World world = new World(Dialect.H2);
    world.seal();
    try (OpensslStamps service = new OpensslStamps(folder)) {
      TimeStamps place = new TimeStamps(service.address(), InstantSource.system());
      assertThat(world.anchoring(news(), HOUR, place).anchor()).isEqualTo(1);

      Anchor anchor = world.anchors().get(0);
      assertThat(anchor.kind()).isEqualTo("tsa");
      assertThat(anchor.placeAhead()).isNotNull();
      assertThat(damages(world, anchor)).isEmpty();
      Anchor other = new Anchor(1, anchor.hash(), "tsa", "elsewhere", anchor.at(), "AAAA", 0, null);
      assertThat(damages(world, other)).containsExactly(Damage.Kind.ANCHOR_DIFFERS);
      Path token = folder.resolve("token");
      Files.write(token, Base64.getDecoder().decode(anchor.answer()));
      Path text =
          Files.writeString(folder.resolve("text"), world.text("select content from audit_seal"));
      assertThat(service.verify(text, token)).contains("Verification: OK");
      Files.writeString(text, "something else");
      assertThat(service.verify(text, token)).doesNotContain("Verification: OK");
    }
  }

  private static List<Damage.Kind> damages(World world, Anchor outside) {
    List<Damage.Kind> kinds = new ArrayList<>();
    new Verifier(
            new DatabaseEvidence(world.database),
            List.of(outside),
            Set.of(),
            damage -> kinds.add(damage.kind()))
        .run();
    return kinds;
  }

  @Test
  void shouldSayThatAServiceStampedNothing() throws Exception {
    World world = new World(Dialect.H2);
    world.seal();
    try (OpensslStamps service = new OpensslStamps(folder)) {
      URI wrong = service.address().resolve("/nothing");
      TimeStamps place = new TimeStamps(wrong, InstantSource.system());

      assertThatThrownBy(world.anchoring(news(), HOUR, place)::anchor)
          .hasMessageContaining(wrong + " answered HTTP 404");
      assertThat(world.anchors()).isEmpty();
    }
  }
}
