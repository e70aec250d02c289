package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.config.TargetConfig.Batch;
import io.shangda.hub.config.TargetConfig.Breaker;
import io.shangda.hub.config.TargetConfig.Envelope;
import io.shangda.hub.config.TargetConfig.ReplyRule;
import io.shangda.hub.config.TargetConfig.Retry;
import io.shangda.hub.push.Blueprint;
import io.shangda.hub.push.Claimed;
import io.shangda.hub.push.Pace;
import io.shangda.hub.push.PushReply;
import io.shangda.hub.push.PushReply.Answered;
import io.shangda.hub.push.PushReply.Broken;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.record.TargetId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The push connector in plain YAML that {@code routes/README.md} shows as an example. */
class PushByYamlTest {
  private final CamelContext camel = new DefaultCamelContext();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer platform;

  PushByYamlTest() throws IOException {
    platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws Exception {
    platform.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + body);
          byte[] answer = ("got " + body).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(Integer.parseInt(body), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    platform.start();
    camel.getRegistry().bind("pushReplies", new PushReplies());
    camel.getRegistry().bind("pushHttpClient", new PushHttpClient());
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.fromString("push-by-put.camel.yaml", example("id: push-by-put")));
    camel.start();
  }

  @AfterEach
  void stop() {
    QuickStop.stop(camel);
    platform.stop(0);
  }

  @Test
  void shouldSendEachRequestOnceInOrderAndGiveItsAnswer() throws Exception {
    List<PushReply> replies = push("200", "409", "503", "302");

    assertThat(received)
        .containsExactly(
            "PUT /records key-200 200",
            "PUT /records key-409 409",
            "PUT /records key-503 503",
            "PUT /records key-302 302");
    assertThat(replies)
        .extracting(reply -> ((Answered) reply).status())
        .containsExactly(200, 409, 503, 302);
    assertThat(new String(((Answered) replies.get(1)).body(), StandardCharsets.UTF_8))
        .isEqualTo("got 409");
  }

  @Test
  void shouldSayThatNothingWasSentWhereNobodyListens() throws Exception {
    platform.stop(0);

    assertThat(push("200"))
        .singleElement()
        .isInstanceOfSatisfying(Broken.class, broken -> assertThat(broken.sent()).isFalse());
  }

  @SuppressWarnings("unchecked") // the contract of a push connector
  private List<PushReply> push(String... bodies) throws Exception {
    Claimed claimed =
        new Claimed(
            1,
            0,
            target(),
            new Blueprint(1, target(), 1),
            1,
            1,
            false,
            Pace.unlimited(),
            System.nanoTime() + Duration.ofMinutes(1).toNanos(),
            List.of());
    List<PushRequest> requests =
        List.of(bodies).stream()
            .map(
                body ->
                    new PushRequest(
                        "/records",
                        Map.of("Idempotency-Key", "key-" + body),
                        body.getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        List.of()))
            .toList();
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      Exchange done =
          template.request(
              "direct:push-by-put",
              exchange -> {
                exchange.setProperty("claimed", claimed);
                exchange.setProperty("target", claimed.target());
                exchange.getMessage().setBody(requests);
              });
      assertThat(done.getException()).isNull();
      return (List<PushReply>) done.getMessage().getBody(List.class);
    }
  }

  private TargetConfig target() {
    return new TargetConfig(
        new TargetId("other"),
        "other",
        false,
        "push-by-put",
        JsonNodeFactory.instance
            .objectNode()
            .put("url", "http://127.0.0.1:" + platform.getAddress().getPort()),
        Map.of(),
        new Batch(500, 1),
        1,
        null,
        new Retry(Duration.ofSeconds(5), Duration.ofMinutes(1), 8),
        new Breaker(5, 20, Duration.ofSeconds(30)),
        List.of(),
        ZoneId.of("Asia/Shanghai"),
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        new Envelope("json", null),
        new ReplyRule("json", null, null, null, null, null, List.of()));
  }

  private static String example(String sign) throws IOException {
    String readme = Files.readString(Path.of("routes/README.md"));
    for (String block : readme.split("```yaml\n")) {
      String yaml = block.split("```")[0];
      if (yaml.contains(sign)) {
        return yaml;
      }
    }
    throw new AssertionError("routes/README.md has no example with " + sign);
  }
}
