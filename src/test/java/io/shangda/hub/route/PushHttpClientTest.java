package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.support.EvilTarget;
import io.shangda.hub.support.EvilTarget.Trick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A push connector in YAML reads as much of an answer as push-http does, and no longer. */
class PushHttpClientTest {

  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_CHUNKS", "ENDLESS_BODY_TO_THE_CLOSE", "GZIP_BOMB"})
  void shouldNotReadAnEndlessAnswer(Trick trick) {
    assertThatThrownBy(() -> answer(trick)).hasMessageContaining("longer than 1048576 bytes");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ENDLESS_STATUS_LINE",
        "ENDLESS_HEADER_LINE",
        "ENDLESS_HEADERS",
        "ENDLESS_TRAILERS",
        "ENDLESS_CHUNK_SIZE",
        "ENDLESS_CHUNK_EXTENSION",
        "ENDLESS_INFORMATIONAL",
        "ENDLESS_EARLY_HINTS",
        "ENDLESS_CONTINUE",
        "ENDLESS_BLANK_LINES"
      })
  void shouldReadNoHeadWithoutEnd(Trick trick) {
    // cut by its length, long before its time is over
    assertThatThrownBy(() -> answer(trick, Duration.ofMinutes(5)))
        .isInstanceOfAny(HttpException.class, IOException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"DRIPPING_HEADERS", "DRIPPING_BODY", "SILENT", "SILENT_BEFORE_THE_BODY"})
  void shouldCutAnAnswerThatTakesLongerThanTheTargetsRequestLimit(Trick trick) {
    assertThatThrownBy(() -> answer(trick, Duration.ofMillis(500))).isInstanceOf(IOException.class);
  }

  @Test
  void shouldTellTheTargetNothingOfItsTimeLimit() throws IOException {
    assertThat(answer(Trick.ECHO, Duration.ofSeconds(20))).doesNotContain("Shangda-Time-Limit");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ONE_BYTE_CHUNKS", "OLD_HTTP"})
  void shouldReadAWholeAnswer(Trick trick) throws IOException {
    assertThat(answer(trick)).contains("accepted");
  }

  private static String answer(Trick trick) throws IOException {
    return answer(trick, Duration.ofMinutes(1));
  }

  private static String answer(Trick trick, Duration limit) throws IOException {
    HttpClientBuilder builder = HttpClientBuilder.create();
    PushHttpClient pushes = new PushHttpClient();
    pushes.configureHttpClient(builder);
    try (EvilTarget evil = EvilTarget.playing(trick);
        CloseableHttpClient client = builder.build()) {
      HttpGet request = new HttpGet("http://127.0.0.1:" + evil.port() + "/");
      request.setHeader(TimeLimits.HEADER, limit.toMillis());
      return client.execute(
          request,
          response ->
              new String(
                  EntityUtils.toByteArray(response.getEntity(), 1 << 30), StandardCharsets.UTF_8));
    } finally {
      pushes.stop();
    }
  }
}
