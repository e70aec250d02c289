package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.shangda.hub.push.PushReply.NotStarted;
import io.shangda.hub.push.PushRequest;
import io.shangda.hub.record.TargetId;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push connector that is nothing but YAML. */
class PushRepliesTest {
  private static final String CONNECTOR =
      """
      - route:
          id: push-other
          from:
            uri: direct
            parameters:
              name: push-other
            steps:
              - split:
                  expression:
                    simple:
                      expression: "${body}"
                  aggregationStrategy: "#pushReplies"
                  steps:
                    - bean:
                        ref: pushReplies
                        method: begin
                    - filter:
                        expression:
                          simple:
                            expression: "${exchangeProperty.pushStarted}"
                        steps:
                          - process:
                              ref: platform
      """;

  private final CamelContext camel = new DefaultCamelContext();
  private Processor platform = exchange -> {};

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("pushReplies", new PushReplies());
    camel.getRegistry().bind("platform", (Processor) exchange -> platform.process(exchange));
    Resource resource = ResourceHelper.fromString("push-other.camel.yaml", CONNECTOR);
    PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
    camel.start();
  }

  @AfterEach
  void stop() {
    QuickStop.stop(camel);
  }

  @Test
  void shouldMakeOneReplyOfEachPartInTheirOrder() throws Exception {
    // Given
    platform =
        exchange -> {
          String body = exchange.getMessage().getBody(String.class);
          if (body.equals("2")) {
            throw new SocketTimeoutException("read timed out");
          }
          if (body.equals("3")) {
            throw new IllegalStateException(new ConnectException("connection refused"));
          }
          if (body.equals("4")) {
            throw new HttpOperationFailedException(
                "http://x", 503, "busy", null, Map.of("Retry-After", "7"), "busy");
          }
          exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 201);
          exchange.getMessage().setBody(body + exchange.getProperty("pushPath"));
        };
    // When
    List<PushReply> replies = push(Duration.ofSeconds(60), 5);
    // Then
    assertThat(replies).hasSize(5);
    assertAnswer(replies.get(0), 201, "1/records");
    assertTimedOut(replies.get(1));
    assertThat(((Broken) replies.get(2)).sent()).isFalse();
    assertAnswer(replies.get(3), 503, "busy");
    assertThat(((Answered) replies.get(3)).headers()).containsEntry("retry-after", "7");
    assertAnswer(replies.get(4), 201, "5/records");
  }

  @Test
  void shouldNotFailTheBatchWhenItsFirstPartBreaks() throws Exception {
    // Given
    platform =
        exchange -> {
          throw new SocketTimeoutException("read timed out");
        };
    // When
    List<PushReply> replies = push(Duration.ofSeconds(60), 1);
    // Then
    assertThat(replies).hasSize(1);
    assertTimedOut(replies.get(0));
  }

  private static void assertTimedOut(PushReply reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.sent()).isTrue();
              assertThat(broken.why()).isEqualTo("SocketTimeoutException: read timed out");
              assertThat(broken.trip().sent()).isNotNull();
            });
  }

  @Test
  void shouldStartNothingAfterTheDeadline() throws Exception {
    // Given
    platform =
        exchange -> {
          throw new AssertionError("nothing may be sent");
        };
    // When
    List<PushReply> replies = push(Duration.ofSeconds(-1), 2);
    // Then
    assertThat(replies).containsExactly(new NotStarted(), new NotStarted());
  }

  @Test
  void shouldTakeAPartWithoutAStatusForAnAnswer() throws Exception {
    // When
    List<PushReply> replies = push(Duration.ofSeconds(60), 1);
    // Then
    assertAnswer(replies.get(0), 200, "1");
  }

  private static void assertAnswer(PushReply reply, int status, String body) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Answered.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(status);
              assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(body);
            });
  }

  @SuppressWarnings("unchecked") // the contract of a push connector
  private List<PushReply> push(Duration deadline, int number) throws Exception {
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
            System.nanoTime() + deadline.toNanos(),
            List.of());
    List<PushRequest> requests =
        IntStream.rangeClosed(1, number)
            .mapToObj(
                i ->
                    new PushRequest(
                        "/records",
                        Map.of("Idempotency-Key", "sha256:" + i),
                        String.valueOf(i).getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        List.of()))
            .toList();
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      Exchange done =
          template.request(
              "direct:push-other",
              exchange -> {
                exchange.setProperty("claimed", claimed);
                exchange.setProperty("target", claimed.target());
                exchange.getMessage().setBody(requests);
              });
      assertThat(done.getException()).isNull();
      return (List<PushReply>) done.getMessage().getBody(List.class);
    }
  }

  private static TargetConfig target() {
    return new TargetConfig(
        new TargetId("other"),
        "other",
        false,
        "push-other",
        JsonNodeFactory.instance.objectNode(),
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
}
