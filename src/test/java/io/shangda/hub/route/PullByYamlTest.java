package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.source.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector in plain YAML that {@code routes/README.md} shows as an example. */
class PullByYamlTest {
  private PullRoutes routes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Path connector =
        Files.writeString(folder.resolve("pull-by-post.camel.yaml"), example("id: pull-by-post"));
    routes =
        new PullRoutes(
            Clock.systemUTC(), text -> text.replace("${env:AGENCY_TOKEN}", "s3cret"), folder);
    routes.add(connector);
  }

  @AfterEach
  void stop() {
    routes.close();
  }

  @Test
  void shouldPullEveryPageAndBeginAgainNextTime() throws Exception {
    try (LowerSystem below =
        new LowerSystem(
            exchange -> {
              String posted =
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              int page = Integer.parseInt(posted.replaceAll("\\D", ""));
              LowerSystem.json(
                  exchange, 200, page > 2 ? "{\"rows\":[]}" : "{\"rows\":[{\"id\":" + page + "}]}");
            })) {
      List<Page> pages = routes.run(source(below), null);

      assertThat(pages).extracting(page -> page.records().size()).containsExactly(1, 1, 0);
      assertThat(pages.get(2).nextCursor()).isEqualTo("1");
      assertThat(below.asked)
          .allMatch(asked -> "s3cret".equals(asked.headers().getFirst("X-Access-Token")));
    }
  }

  @Test
  void shouldNameTheKindOfAFailure() throws Exception {
    try (LowerSystem below = new LowerSystem(exchange -> LowerSystem.json(exchange, 401, "{}"))) {
      Exchange exchange = routes.connector(source(below), "7");

      assertThat(exchange.getProperty(PullContract.FAILURE)).isEqualTo("BARRED");
      assertThat(exchange.getMessage().getBody(String.class))
          .contains("/exchange/query page 7")
          .doesNotContain("s3cret");
    }
  }

  private static SourceConfig source(LowerSystem below) {
    return Sources.of(
        "pull-by-post",
        "url: %s\ntoken: ${env:AGENCY_TOKEN}\nrecords: /rows\n"
            .formatted(below.url("/exchange/query")));
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
