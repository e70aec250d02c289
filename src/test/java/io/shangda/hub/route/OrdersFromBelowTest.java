package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.store.Dialect;
import io.shangda.hub.support.EvilSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A source answers with what it would like the hub to do; through the shipped routes. */
class OrdersFromBelowTest {
  private static final String PAGE = "{\"data\":[{\"id\":\"1\",\"title\":\"好\"}]}";
  private static final String PLANTED = "direct:planted";

  private IntakeRoutes hub;
  private final EvilSource below = new EvilSource(EvilSource.answer(List.of(), PAGE));

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    hub = new IntakeRoutes(Dialect.H2, folder);
    hub.source(
        "pull-http-json",
        "url: " + below.url("/cases") + "\nrecords: /data\n",
        StandardCharsets.UTF_8);
  }

  @AfterEach
  void stop() {
    below.close();
    hub.close();
  }

  /** Names that the hub or Camel give a meaning, in more than one case. */
  private static List<String> orders() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "source",
                "run",
                "file",
                "fileStamp",
                "CamelBeanMethodName",
                "CamelHttpUri",
                "CamelHttpRawQuery",
                "CamelJmsDestinationName",
                "CamelFileName",
                "CamelToEndpoint",
                "CamelSlipEndpoint",
                "CamelExceptionCaught",
                "CamelCharsetName",
                "org.apache.camel.fallback",
                "breadcrumbId",
                "JMSReplyTo",
                "Host",
                "Authorization"));
    for (String name :
        List.of(
            "afterCommit",
            "nextCursor",
            "cursor",
            "end",
            "failure",
            "unreadable",
            "reason",
            "place",
            "askedAt")) {
      names.add(name);
      names.add("Shangda" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }
    return names;
  }

  static Stream<UnaryOperator<String>> cases() {
    return Stream.of(
        name -> name, name -> name.toLowerCase(Locale.ROOT), name -> name.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldObeyNoHeaderOfAnAnswer(UnaryOperator<String> spelt) {
    List<String> headers =
        orders().stream().map(name -> spelt.apply(name) + ": " + PLANTED).toList();
    below.plays(EvilSource.answer(headers, PAGE));

    String run = hub.pulled();

    assertThat(run).isEqualTo("complete 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(hub.text("select coalesce(last_error, '-') from source_state")).isEqualTo("-");
    assertThat(hub.planted()).as("calls of another route").isZero();
    assertThat(hub.pulled()).as("the next run").startsWith("complete 1 = 0 + 1");
    assertThat(below.asked()).hasSize(2).allMatch(head -> !head.contains("planted"));
  }
}
