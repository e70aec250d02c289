package io.shangda.hub.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.TargetConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to a platform, over real HTTP. */
class HttpAskTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpAsk ask = new HttpAsk(vertx, text -> text, Clock.systemUTC());

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldReadTheAnswersOfAPlatformThatIsFasterThanWhoAsks() throws Exception {
    String url = serve(r -> r.response().end("{\"page\":\"" + r.getParam("page") + "\"}"));

    for (int i = 0; i < 2000; i++) {
      String page = Integer.toString(i);
      assertThat(ask.get(target(url), url, Map.of("page", page)).path("page").asText())
          .isEqualTo(page);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithAnAnswer() throws Exception {
    String url =
        serve(
            r -> {
              switch (r.getParam("what")) {
                case "status" -> r.response().setStatusCode(500).end();
                case "html" -> r.response().end("<html>");
                default -> r.connection().close();
              }
            });

    assertRefused(url, "status", url + ": it answered with status 500");
    assertRefused(url, "html", url + " answered no JSON, or not exactly one document of it");
    assertRefused(url, "nothing", url + ": Connection was closed");
  }

  private void assertRefused(String url, String what, String words) {
    assertThatExceptionOfType(HttpAsk.NoAnswerException.class)
        .isThrownBy(() -> ask.get(target(url), url, Map.of("what", what)))
        .withMessage(words);
  }

  private static TargetConfig target(String url) {
    ObjectNode options = JsonNodeFactory.instance.objectNode().put("url", url);
    return Samples.target(options, 1, Duration.ofSeconds(10));
  }

  private String serve(Handler<HttpServerRequest> handler) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    return "http://127.0.0.1:" + port + "/held";
  }
}
