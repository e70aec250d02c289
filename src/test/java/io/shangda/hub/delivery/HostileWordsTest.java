package io.shangda.hub.delivery;

import static io.shangda.hub.support.CoreWorld.PROVINCE;
import static io.shangda.hub.support.CoreWorld.record;
import static io.shangda.hub.support.CoreWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.CommandReader;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.push.Reading;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.KnownSecrets;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Said;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a platform says goes to receipt, message, trouble, event, trace and log. Whatever characters
 * it has: the batch is settled, and nobody reads more lines or other words than there are.
 */
@ParameterizedClass
@MethodSource("databasesAndWords")
class HostileWordsTest {
  private static final String SECRET = "s3cret-that-was-sent-to-it";
  private static final List<String> COLUMNS =
      List.of(
          "select last_error from target_state",
          "select pause_reason from target_state",
          "select last_error from batch",
          "select receipt from delivery",
          "select message from delivery",
          "select message from dead_letter",
          "select why from type_command");

  @Parameter(0)
  Dialect dialect = Dialect.H2;

  @Parameter(1)
  String words = "";

  private CoreWorld world = new CoreWorld(Dialect.H2);
  private Said said = new Said("io.shangda");

  static Stream<Arguments> databasesAndWords() {
    List<String> words =
        List.of(
            "no\u0000thing, half \uD83D a pair \uDE00, line\r\n12:00:00 INFO  Login ok\u2028next,"
                + " \u001B[2J\u001B[31mred \u009B1m, \u202Egnp.exe\u2066 \u200B\uFEFF, Bearer "
                + SECRET,
            "长".repeat(1_000_000));
    return Stream.of(Dialect.values()).flatMap(d -> words.stream().map(w -> Arguments.of(d, w)));
  }

  @BeforeEach
  void begin() {
    KnownSecrets.ofThisProcess().note(SECRET);
    said.close();
    said = new Said("io.shangda");
    world = new CoreWorld(dialect, target(PROVINCE, 10, 1));
  }

  @AfterEach
  void everyOccurrenceIsAccountedForAndEveryWordCanBeRead() {
    said.close();
    assertThat(world.imbalance()).isEmpty();
    for (String column : COLUMNS) {
      assertThat(texts(column)).as(column).allSatisfy(HostileWordsTest::isHarmless);
    }
    assertThat(said.lines()).allSatisfy(HostileWordsTest::isHarmless);
  }

  @Test
  void shouldSettleWhatIsAcceptedUnderAnyReceipt() {
    world.pull(record("a"), record("b"));
    world.sendAll(d -> new Reading.Result(Word.ACCEPTED, words + d.id(), words));

    assertThat(world.states("a")).contains("delivered");
    assertThat(world.number("select count(distinct receipt) from delivery")).isEqualTo(2);
  }

  @Test
  void shouldSettleWhatIsRefusedForAnyReason() {
    world.pull(record("a"));
    world.sendAll(d -> new Reading.Result(Word.REJECTED, words, words));

    assertThat(world.states("a")).contains("dead");
  }

  @Test
  void shouldGiveBackWhatIsPutOffForAnyReason() {
    for (Reading reading :
        List.of(
            new Reading.Fault(503, words, Duration.ofSeconds(1)),
            new Reading.Refused(400, words),
            new Reading.Unknown(true, words),
            new Reading.Results(
                Collections.nCopies(2, new Reading.Result(Word.LATER, null, words))))) {
      world = new CoreWorld(dialect, target(PROVINCE, 10, 2));
      world.pull(record("a"), record("b"));
      assertThat(world.settleAll(world.claimed(), reading)).as(reading.toString()).isTrue();
      assertThat(texts("select last_error from batch")).isNotEmpty();
      isSaid(texts("select last_error from batch"));
    }
  }

  @Test
  void shouldPauseForAnyReason() {
    world.pull(record("a"));
    world.settleAll(world.claimed(), new Reading.Barred(401, words));

    isSaid(texts("select pause_reason from target_state"));
  }

  @Test
  void shouldObeyACommandForAnyReason() throws Exception {
    world.pull(record("a"));
    Claimed claimed = world.claimed();
    ObjectNode answer = new ObjectMapper().createObjectNode();
    for (String type : List.of("case-accept", words)) {
      answer
          .withArray("commands")
          .addObject()
          .put("do", "stop")
          .put("type", type)
          .put("why", words);
    }
    answer.withArray("commands").addObject().put("do", "pause").put("why", words);
    List<PushRequest> requests = CoreWorld.requests(claimed);

    world
        .outbox
        .outcomes()
        .settle(
            claimed,
            requests,
            IntStream.range(0, requests.size())
                .mapToObj(i -> (Reading) new Reading.Unknown(true, words))
                .toList(),
            requests.stream()
                .map(r -> (PushReply) new PushReply.Answered(200, Map.of(), new byte[0]))
                .toList(),
            CommandReader.read(claimed.target(), answer));

    isSaid(texts("select pause_reason from target_state"));
    assertThat(texts("select why from type_command")).hasSize(1);
  }

  /** Not only harmless: what was said is still there. */
  private void isSaid(List<String> texts) {
    String beginning = words.startsWith("长") ? "长长长" : words.substring(0, 2);
    assertThat(texts).allSatisfy(text -> assertThat(text).contains(beginning));
  }

  private static void isHarmless(String text) {
    assertThat(ForeignText.oneLine(text, text.length() + 1)).isEqualTo(text);
    assertThat(text).doesNotContain(SECRET).hasSizeLessThan(20_000);
  }

  private List<String> texts(String sql) {
    return world.database.read(c -> Sql.list(c, sql, row -> row.getString(1))).stream()
        .filter(Objects::nonNull)
        .toList();
  }
}
