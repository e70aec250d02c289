package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.shangda.hub.config.Secrets;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.Blueprint;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Delivery;
import io.shangda.hub.push.HttpPush;
import io.shangda.hub.push.Pace;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.push.Renderer;
import io.shangda.hub.push.ReplyReader;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordKey;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.record.Word;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hub's push makes of the province platform, under the project's own configuration. */
class ProvincePushTest {
  private static final Instant NOW = Instant.parse("2025-11-22T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final RealLikePlatform.Sender SENDER =
      new RealLikePlatform.Sender(
          "5301", Secrets.sandbox("province-trading"), TradingCentre.PUBLISHER);

  private final Vertx vertx = Vertx.vertx();
  private final ProjectConfig project = ProjectConfig.read();
  private final TradingWorld world = new TradingWorld(NOW, Duration.ofSeconds(20), 7);
  private final RealLikePlatform platform =
      new RealLikePlatform(vertx, 0, CLOCK, SENDER, RealLikePlatform.Failures.NONE);
  private TargetConfig target;
  private int deliveries;

  @BeforeEach
  void start() throws Exception {
    int port = platform.start().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    target = project.province("http://127.0.0.1:" + port + "/upload");
  }

  @AfterEach
  void stop() throws Exception {
    platform.stop().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldHaveEveryGoodDealAcceptedParentsFirst() {
    // Given
    List<Delivery> good = new ArrayList<>();
    for (JsonObject row : world.rows(200)) {
      TradeFlaw flaw = world.flaw(number(row));
      if (flaw == null || flaw.mended()) {
        good.add(delivery(row, Operation.INSERT));
      }
    }

    // When
    List<Reading.Result> results = push(good, CLOCK);

    // Then
    assertThat(results).hasSizeGreaterThan(200);
    assertThat(results).allMatch(r -> r.word() == Word.ACCEPTED && r.message().isEmpty());
  }

  @Test
  void shouldCarryThePlatformsOwnTextOfARefusal() {
    // Given
    JsonObject project = row(1, Deal.PROJECT);
    JsonObject tender = row(1, Deal.TENDER);
    JsonObject result = row(1, Deal.RESULT);
    push(List.of(delivery(project, Operation.INSERT), delivery(tender, Operation.INSERT)), CLOCK);
    JsonObject sameName = row(2, Deal.PROJECT).put("projectName", project.getString("projectName"));
    JsonObject ownSet = row(2, Deal.TENDER).put("tenderType", "房屋建筑");
    JsonObject huge = result.copy().put("amount", "3100000.00");

    // When
    List<Reading.Result> results =
        push(
            List.of(
                delivery(sameName, Operation.INSERT),
                delivery(ownSet, Operation.INSERT),
                delivery(huge, Operation.INSERT)),
            CLOCK);

    // Then
    assertThat(results).allMatch(r -> r.word() == Word.REJECTED);
    assertThat(results)
        .extracting(Reading.Result::message)
        .containsExactly("[PROJECT_NAME]在系统中已存在", "专用数据请往专用数据集上报数据", "中标金额超过30亿元人民币，请联系客服人员");
  }

  @Test
  void shouldReadARepeatedInsertAsADuplicate() {
    // Given
    Delivery insert = delivery(row(1, Deal.PROJECT), Operation.INSERT);

    // When
    List<Reading.Result> results = push(List.of(insert, insert), CLOCK);

    // Then
    assertThat(results)
        .extracting(Reading.Result::word)
        .containsExactly(Word.ACCEPTED, Word.DUPLICATE);
  }

  @Test
  void shouldUpdateAndWithdrawUnderTheSameKey() {
    // Given
    Delivery insert = delivery(row(1, Deal.PROJECT), Operation.INSERT);
    Delivery update = again(insert, Operation.UPDATE, insert.payload());
    Delivery withdrawal = again(insert, Operation.WITHDRAW, null);

    // When
    List<Reading.Result> results = push(List.of(insert, update, withdrawal), CLOCK);

    // Then
    assertThat(results).allMatch(r -> r.word() == Word.ACCEPTED);
    assertThat(platform.received())
        .extracting(Received::operation)
        .containsExactly("1 新增", "2 修改", "3 删除");
  }

  @Test
  void shouldNotBeLetInWithAnExpiredToken() {
    // Given
    Clock thirteenHoursSlow = Clock.offset(CLOCK, Duration.ofHours(-13));

    // When
    List<Reading> readings =
        readings(
            List.of(
                delivery(row(1, Deal.PROJECT), Operation.INSERT),
                delivery(row(2, Deal.PROJECT), Operation.INSERT)),
            thirteenHoursSlow);

    // Then: the second is not even tried
    assertThat(readings)
        .containsExactly(new Reading.Barred(200, "TOKEN过期"), new Reading.Untouched());
  }

  @Test
  void shouldTryAChildAgainWhoseParentIsNotThere() {
    // When
    List<Reading.Result> results =
        push(List.of(delivery(row(1, Deal.NOTICE), Operation.INSERT)), CLOCK);

    // Then
    assertThat(results)
        .extracting(Reading.Result::word, Reading.Result::message)
        .containsExactly(tuple(Word.LATER, "招标项目数据未上报，请先上报"));
  }

  @Test
  void shouldTakeARepeatedWithdrawalForDoneAndAnUpdateOfNothingForRefused() {
    // Given
    Delivery insert = delivery(row(1, Deal.PROJECT), Operation.INSERT);
    Delivery withdrawal = again(insert, Operation.WITHDRAW, null);
    Delivery update = again(insert, Operation.UPDATE, insert.payload());

    // When
    List<Reading.Result> results = push(List.of(insert, withdrawal, withdrawal, update), CLOCK);

    // Then
    assertThat(results)
        .extracting(Reading.Result::word)
        .containsExactly(Word.ACCEPTED, Word.ACCEPTED, Word.ACCEPTED, Word.REJECTED);
    assertThat(results.get(3).message()).endsWith("不存在");
  }

  private List<Reading.Result> push(List<Delivery> all, InstantSource clock) {
    List<Reading.Result> results = new ArrayList<>();
    for (Reading reading : readings(all, clock)) {
      assertThat(reading).isInstanceOf(Reading.Results.class);
      results.addAll(((Reading.Results) reading).results());
    }
    return results;
  }

  private List<Reading> readings(List<Delivery> all, InstantSource clock) {
    Claimed claimed =
        new Claimed(
            1,
            all.size(),
            target,
            new Blueprint(1, target, 1),
            1,
            1,
            false,
            Pace.unlimited(),
            System.nanoTime() + TimeUnit.MINUTES.toNanos(2),
            all);
    ReplyReader reader = new ReplyReader(clock);
    List<PushRequest> requests =
        new Renderer("shangda", planned -> project.envelope(planned.target())).render(claimed);
    List<PushReply> replies;
    try (HttpPush push =
        new HttpPush(
            vertx,
            new Secrets(name -> null, Path.of("secrets"), Path.of("data"))::resolve,
            reader,
            clock)) {
      replies = push.send(target, claimed, requests);
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      readings.add(reader.read(target, requests.get(i), replies.get(i)));
    }
    return readings;
  }

  private JsonObject row(int number, String kind) {
    return new Deal(number, NOW.minus(Duration.ofDays(60))).row(kind, 0, NOW);
  }

  private Delivery delivery(JsonObject row, Operation operation) {
    int id = ++deliveries;
    var type = project.type(row);
    String template =
        Objects.requireNonNull(Objects.requireNonNull(target.types().get(type.type())).key());
    String targetKey =
        template.replace("${date}", "20251122").replace("${serial:7}", "%07d".formatted(id));
    return new Delivery(
        id,
        new RecordKey(new SourceId("chuxiong-trading"), type.type(), row.getString("id")),
        id,
        1,
        operation,
        Hash.sha256("delivery " + id),
        "1.1",
        false,
        targetKey,
        project.map(row).payload().toString().getBytes(StandardCharsets.UTF_8),
        NOW);
  }

  private static Delivery again(Delivery first, Operation operation, byte @Nullable [] payload) {
    return new Delivery(
        first.id() + 1_000,
        first.record(),
        first.recordId(),
        first.version() + 1,
        operation,
        Hash.sha256(operation.word()),
        "1.2",
        false,
        first.targetKey(),
        payload,
        first.plannedAt());
  }

  private static int number(JsonObject row) {
    String id = row.getString("id");
    return Integer.parseInt(id.substring(id.length() - 5));
  }
}
