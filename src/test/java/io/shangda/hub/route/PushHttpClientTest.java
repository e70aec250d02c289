package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shangda.hub.support.EvilTarget;
import io.shangda.hub.support.EvilTarget.Trick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A push connector in YAML reads as much of an answer as push-http does, and no more. */
class PushHttpClientTest {

  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_CHUNKS", "ENDLESS_BODY_TO_THE_CLOSE", "GZIP_BOMB"})
  void shouldNotReadAnEndlessAnswer(Trick trick) {
    assertThatThrownBy(() -> answer(trick)).hasMessageContaining("longer than 1048576 bytes");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ONE_BYTE_CHUNKS", "OLD_HTTP"})
  void shouldReadAWholeAnswer(Trick trick) throws IOException {
    assertThat(answer(trick)).contains("accepted");
  }

  private static String answer(Trick trick) throws IOException {
    HttpClientBuilder builder = HttpClientBuilder.create();
    new PushHttpClient().configureHttpClient(builder);
    try (EvilTarget evil = EvilTarget.playing(trick);
        CloseableHttpClient client = builder.build()) {
      return client.execute(
          new HttpGet("http://127.0.0.1:" + evil.port() + "/"),
          response ->
              new String(
                  EntityUtils.toByteArray(response.getEntity(), 1 << 30), StandardCharsets.UTF_8));
    }
  }
}
