package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A platform that answers oddly. Each time: nothing is lost, nothing is doubled, an operator can
 * read what happened, and the ledger balances.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class OddAnswersTest {
  private final Dialect dialect;
  private OddPlatform platform;

  OddAnswersTest(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    platform = new OddPlatform(dialect, folder);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  @Test
  void shouldSendAgainWhatAPageOfHtmlAnswered() {
    platform.oddly(
        (push, response) ->
            response.putHeader("Content-Type", "text/html").end("<html><body>请登录</body></html>"));

    platform.pull();

    platform.untilTold(
        "HTTP 200 with 'text/html' where exactly one document of json was expected: perhaps a"
            + " proxy or a login page");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldSendAgainWhatWasAcceptedWithoutAReceipt() {
    platform.oddly(
        (push, response) -> OddPlatform.results(response, platform.accepted(push, false)));

    platform.pull();

    platform.untilTold("accepted, but without a receipt at '/receipt'; sent again");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldSendAgainOnlyWhatAReplyLeavesOut() {
    platform.oddly(
        (push, response) -> {
          JsonArray some = new JsonArray();
          for (Object result : platform.accepted(push, true)) {
            if ("R-0".equals(((JsonObject) result).getString("receipt"))) {
              some.add(result);
            }
          }
          OddPlatform.results(response, some);
        });

    platform.pull();

    platform.untilTold("the reply has no result for this record; sent again");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldTakeMoreResultsThanRecordsAndSayWhoseTheyAre() {
    platform.oddly(
        (push, response) ->
            OddPlatform.results(
                response,
                platform
                    .accepted(push, true)
                    .add(
                        new JsonObject()
                            .put("key", "sha256:stranger")
                            .put("word", "rejected")
                            .put("receipt", "R-0"))));

    platform.pull();

    platform.assertDelivered();
    assertThat(
            platform.number(
                "select count(*) from delivery where message like '%1 results for keys not sent%'"))
        .isGreaterThan(0);
  }

  @Test
  void shouldGiveEachRecordItsOwnReceiptHoweverTheResultsAreOrdered() {
    platform.oddly(
        (push, response) -> {
          List<?> all = platform.accepted(push, true).getList();
          Collections.reverse(all);
          OddPlatform.results(response, new JsonArray(all));
        });

    platform.pull();

    platform.assertDelivered();
  }

  @Test
  void shouldTakeResultsThatAreTwiceThereAndAlike() {
    platform.oddly(
        (push, response) ->
            OddPlatform.results(
                response, platform.accepted(push, true).addAll(platform.accepted(push, true))));

    platform.pull();

    platform.assertDelivered();
  }

  @Test
  void shouldSendAgainWhatHasTwoResultsThatDiffer() {
    platform.oddly(
        (push, response) -> {
          JsonArray all = platform.accepted(push, true);
          JsonObject other = all.getJsonObject(0).copy().put("word", "rejected");
          OddPlatform.results(response, all.add(other));
        });

    platform.pull();

    platform.untilTold("the reply gives two results for this record that differ; sent again");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldNotReadAnAnswerOfFiftyMegabytes() {
    Buffer megabyte = Buffer.buffer(new byte[1 << 20]);
    platform.oddly(
        (push, response) -> {
          response.setChunked(true);
          for (int i = 0; i < 50; i++) {
            response.write(megabyte);
          }
          response.end();
        });

    platform.pull();

    platform.untilTold("the answer is longer than 1048576 bytes");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldGiveUpAnAnswerThatDrips() {
    platform.oddly(
        (push, response) -> {
          response.setChunked(true);
          platform.vertx.setPeriodic(
              20,
              timer -> {
                if (response.closed() || response.ended()) {
                  platform.vertx.cancelTimer(timer);
                } else {
                  response.write(" ");
                }
              });
        });

    platform.pull();

    platform.untilTold("no whole answer within 1.0 s");
    platform.well();
    platform.assertDelivered();
  }

  @Test
  void shouldPauseOnceWhenTheTokenHasExpiredAndGoOnWhenAPersonResumes() {
    platform.oddly(
        (push, response) ->
            response
                .setStatusCode(401)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"title\":\"令牌已过期\"}"));

    platform.pull();

    await().until(() -> platform.number("select count(*) from target_state where paused") == 1);
    assertThat(platform.text("select pause_reason from target_state")).isEqualTo("HTTP 401: 令牌已过期");
    assertThat(platform.number("select count(*) from audit_event where event = 'target-paused'"))
        .isEqualTo(1);
    platform.assertBalanced(OddPlatform.RECORDS);
    platform.well();
    platform.hub.outbox.targets().resume(ConfiguredHub.PROVINCE, new Actor("clerk", "a new token"));
    platform.assertDelivered();
  }

  @Test
  void shouldLoseNothingWhenTheClockJumpsForwardWhileBatchesAreLeasedAndWaiting() {
    platform.oddly((push, response) -> response.setStatusCode(503).end());
    platform.pull();
    platform.untilTold("HTTP 503");

    platform.jump("-");
    platform.well();

    platform.assertDelivered();
  }

  @Test
  void shouldLoseNothingWhenTheClockIsTurnedBackWhileBatchesAreLeased() {
    platform.oddly((push, response) -> {}); // never answered: leased until the time limit
    platform.pull();
    await().until(() -> platform.odd.get() > 0);

    platform.jump("+");
    platform.well();

    platform.assertDelivered();
  }
}
