package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.Secrets;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.ReceiptText;
import io.shangda.hub.record.Word;
import io.shangda.hub.support.EvilTarget;
import io.shangda.hub.support.EvilTarget.Nature;
import io.shangda.hub.support.EvilTarget.Trick;
import io.shangda.hub.support.Said;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a target answers, its request has one meaning, in time, and in a bounded memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTargetTest {
  private static final Duration LIMIT = Duration.ofMillis(1500);
  private static final String TOKEN = "t0ken-of-the-province";

  private final Vertx vertx = Vertx.vertx();
  private final ReplyReader reader = new ReplyReader(InstantSource.system());
  private final Secrets secrets =
      new Secrets(
          name -> name.equals("SHANGDA_SECRET_TOKEN") ? TOKEN : null,
          Path.of("secrets"),
          Path.of("data"));
  private final HttpPush push =
      new HttpPush(vertx, secrets::resolve, reader, InstantSource.system());

  @AfterAll
  void stop() {
    push.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @EnumSource(Trick.class)
  void shouldReadOneMeaningFromWhateverIsAnswered(Trick trick) throws IOException {
    try (EvilTarget evil = EvilTarget.playing(trick);
        Said said = new Said("")) {
      Reading reading = reading(evil);

      if (trick.nature() == Nature.ODD) {
        assertThat(text(reading)).isEqualTo(ForeignText.oneLine(text(reading), 3000));
      } else {
        assertThat(isDefinite(reading)).as(reading.toString()).isFalse();
      }
      assertThat(said.lines()).noneMatch(line -> line.startsWith("ERROR"));
      assertThat(said.stackTraces()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Trick.class)
  void shouldTellWhyAQuestionWasNotAnsweredOrReadItsOneDocument(Trick trick) throws IOException {
    try (EvilTarget evil = EvilTarget.playing(trick);
        Said said = new Said("")) {
      String told;
      try {
        told =
            new HttpAsk(vertx, secrets::resolve, Clock.systemUTC())
                .get(target(evil), "http://127.0.0.1:" + evil.port() + "/held", Map.of())
                .toString();
        assertThat(trick.nature()).isNotEqualTo(Nature.ENDLESS);
      } catch (HttpAsk.NoAnswerException e) {
        told = e.getMessage();
        assertThat(told).isEqualTo(ForeignText.oneLine(told, 3000)).doesNotContain(TOKEN);
      }
      assertThat(told).isNotEmpty();
      assertThat(said.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
  }

  @Test
  void shouldReadAnAnswerThatWasCompressedUnasked() throws IOException {
    assertThat(word(Trick.GZIP)).isEqualTo(Word.ACCEPTED);
  }

  @Test
  void shouldTakeAnOddAnswerForWhatItSays() throws IOException {
    for (Trick trick : List.of(Trick.OLD_HTTP, Trick.ONE_BYTE_CHUNKS, Trick.WITHOUT_A_REASON)) {
      assertThat(word(trick)).as(trick.name()).isEqualTo(Word.ACCEPTED);
    }
  }

  @Test
  void shouldKeepAReceiptInTheFormInWhichItCanBeStoredAndCompared() throws IOException {
    assertThat(result(Trick.NUL_IN_THE_RECEIPT).receipt()).isEqualTo("R␀-1");
    assertThat(result(Trick.LINES_IN_THE_RECEIPT).receipt()).isEqualTo("R-1␍␊INFO Login ok");
    assertThat(result(Trick.LONG_RECEIPT).receipt())
        .isEqualTo(ReceiptText.kept("R".repeat(500_000)))
        .hasSizeLessThanOrEqualTo(ReceiptText.LONGEST);
  }

  /** What a refusal repeats is kept for ever: the credential in it must not be. */
  @Test
  void shouldTakeTheHubsOwnSecretsOutOfWhatATargetRepeats() throws IOException {
    try (EvilTarget evil = EvilTarget.playing(Trick.ECHO)) {
      List<PushReply> replies = send(evil);

      assertThat(replies.get(0))
          .isInstanceOfSatisfying(
              PushReply.Answered.class,
              answer ->
                  assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                      .contains("Bearer [secret]")
                      .doesNotContain(TOKEN));
      assertThat(text(read(evil, replies))).contains("Bearer [secret]").doesNotContain(TOKEN);
    }
  }

  /** A batch of 500 answers of a megabyte each is half a gigabyte. */
  @Test
  void shouldHoldNoMoreOfTheAnswersToOneBatchThanItHasRoomFor() throws IOException {
    try (EvilTarget evil = EvilTarget.playing(Trick.MANY_RESULTS)) {
      TargetConfig target = target(evil);
      List<PushReply> replies =
          push.send(
              target,
              Samples.claimed(target, Duration.ofSeconds(20), List.of()),
              Samples.requests("/records", 50));

      long held =
          replies.stream()
              .filter(PushReply.Answered.class::isInstance)
              .mapToLong(reply -> ((PushReply.Answered) reply).body().length)
              .sum();
      assertThat(held).isLessThanOrEqualTo(32 << 20);
      assertThat(replies)
          .anySatisfy(
              reply ->
                  assertThat(reply)
                      .isInstanceOfSatisfying(
                          PushReply.Broken.class,
                          broken -> assertThat(broken.why()).contains("one batch")));
    }
  }

  private Word word(Trick trick) throws IOException {
    return java.util.Objects.requireNonNull(result(trick).word(), trick.name());
  }

  private Reading.Result result(Trick trick) throws IOException {
    try (EvilTarget evil = EvilTarget.playing(trick)) {
      Reading reading = reading(evil);
      assertThat(reading).isInstanceOf(Reading.Results.class);
      return ((Reading.Results) reading).results().get(0);
    }
  }

  private Reading reading(EvilTarget evil) {
    return read(evil, send(evil));
  }

  private Reading read(EvilTarget evil, List<PushReply> replies) {
    return reader.read(target(evil), Samples.request("/records", 1), replies.get(0));
  }

  private List<PushReply> send(EvilTarget evil) {
    TargetConfig target = target(evil);
    return push.send(
        target,
        Samples.claimed(target, Duration.ofSeconds(20), List.of()),
        Samples.requests("/records", 1));
  }

  private static TargetConfig target(EvilTarget evil) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("url", "http://127.0.0.1:" + evil.port());
    options.putObject("auth").put("kind", "bearer").put("token", "${env:SHANGDA_SECRET_TOKEN}");
    return Samples.target(options, 1, LIMIT);
  }

  private static boolean isDefinite(Reading reading) {
    return reading instanceof Reading.Results results
        && results.results().stream().anyMatch(result -> result.word() != null);
  }

  /** Everything that will be stored or logged of it. */
  private static String text(Reading reading) {
    if (reading instanceof Reading.Results results) {
      Reading.Result first = results.results().get(0);
      return first.receipt() + " " + first.message();
    }
    if (reading instanceof Reading.Barred barred) {
      return barred.message();
    }
    if (reading instanceof Reading.Fault fault) {
      return fault.message();
    }
    return reading instanceof Reading.Unknown unknown ? unknown.message() : reading.toString();
  }
}
