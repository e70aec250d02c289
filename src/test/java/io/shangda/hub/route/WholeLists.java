package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig.Absence;
import io.shangda.hub.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a lower system shows of its list, and what is withdrawn for it: through the shipped routes,
 * with a real HTTP server and each database.
 */
abstract class WholeLists {
  private static final int SIZE = 4;
  private static final String ALL = "0 1 2 3 4 5 6 7 8 9";

  private final Dialect dialect;
  private IntakeRoutes hub;
  private LowerSystem below;
  private String listed = ALL;
  private LowerSystem.Answer answer = this::page;

  WholeLists(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    hub = new IntakeRoutes(dialect, folder);
    below = new LowerSystem(exchange -> answer.to(exchange));
    source("  total: /total\n");
    pull();
  }

  private void source(String paging) {
    hub.source(
        "pull-http-json",
        "url: "
            + below.url("/list")
            + "\n"
            + "records: /data\n"
            + "max-pages: 5\n"
            + "paging:\n"
            + "  style: page\n"
            + "  size: 4\n"
            + "  size-parameter: size\n"
            + paging,
        StandardCharsets.UTF_8,
        new Absence(1, Duration.ZERO, 1, 1000, Duration.ofDays(1)));
  }

  @AfterEach
  void everyOccurrenceIsAccountedFor() {
    try {
      assertThat(hub.balanced()).isTrue();
    } finally {
      below.close();
      hub.close();
    }
  }

  private void page(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
    List<String> ids = listed.isEmpty() ? List.of() : List.of(listed.split(" "));
    int page =
        Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*page=(\\d+).*", "$1"));
    LowerSystem.json(exchange, 200, body(ids, page, ids.size()));
  }

  private static String body(List<String> ids, int page, int total) {
    return IntStream.range((page - 1) * SIZE, Math.min(page * SIZE, ids.size()))
        .mapToObj(i -> "{\"id\":\"%s\",\"title\":\"第%s号\"}".formatted(ids.get(i), ids.get(i)))
        .collect(Collectors.joining(",", "{\"data\":[", "],\"total\":" + total + "}"));
  }

  /** One run; gives its state and the operator's text. */
  private String pull() {
    long run = hub.pull();
    return hub.text("select state || ' ' || coalesce(error, '') from pull_run where id = " + run);
  }

  /** Source keys of what was withdrawn. */
  private List<String> withdrawn() {
    return hub.texts(
        """
        select r.source_key from record r join record_version v on v.record = r.id and v.version = r.version
        where v.deleted order by r.source_key
        """);
  }

  private void answersOnce(String body) {
    answer = exchange -> LowerSystem.json(exchange, 200, body);
    pull();
    answer = this::page;
  }

  @Test
  void shouldWithdrawWhatAWholeListOverSeveralPagesLacks() {
    listed = "0 1 2 4 5 6 7 8 9";

    assertThat(pull()).isEqualTo("complete ");
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(withdrawn()).containsExactly("3"));
    listed = ALL;
    pull();
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingForAnEmptyListAndSayIt() {
    listed = "";

    assertThat(pull()).startsWith("warned ").contains("it is empty", "without a person");
    pull();
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingForNullAndSayIt() {
    answer = exchange -> LowerSystem.json(exchange, 200, "{\"data\":null,\"total\":0}");

    assertThat(pull())
        .startsWith("warned ")
        .contains("null stands where the list of records should be", "no record is withdrawn");
    assertThat(withdrawn()).isEmpty();
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingForAnErrorPageWith200() {
    answersOnce("{\"code\":500,\"message\":\"数据库连接失败\"}");
    answersOnce("<html><body>系统维护中</body></html>");
    answersOnce("{\"data\":{\"error\":\"系统维护中\"}}");
    answersOnce("");

    assertThat(hub.texts("select distinct state from pull_run where state <> 'complete'"))
        .contains("failed");
    assertThat(withdrawn()).isEmpty();
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingForHalfAListAndSayIt() {
    List<String> half = List.of("0", "1", "2", "3", "4");
    answer =
        exchange -> {
          int page = exchange.getRequestURI().getQuery().contains("page=1") ? 1 : 2;
          String body = page == 1 ? body(half, 1, 10) : "{\"data\":[],\"total\":10}";
          LowerSystem.json(exchange, 200, body);
        };

    assertThat(pull()).startsWith("warned ").contains("the list ended after 4 of 10 records");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingForAPageThatIsCutOff() {
    String whole = body(List.of("0", "1", "2", "3"), 1, 10);
    answersOnce(whole.substring(0, whole.length() / 2));

    assertThat(withdrawn()).isEmpty();
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingForAListOfAnotherType() {
    answer =
        exchange ->
            LowerSystem.json(
                exchange, 200, "{\"data\":[{\"name\":\"某某\"},{\"name\":\"某\"}],\"total\":2}");

    assertThat(pull()).startsWith("warned ").contains("what could not be read");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingForAListThatIsLongerThanARunMayBe() {
    listed = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23";

    assertThat(pull()).startsWith("warned ").contains("max-pages");
    assertThat(pull()).as("it goes on, and so is no whole list either").startsWith("complete");
    assertThat(withdrawn()).isEmpty();
  }

  @Test
  void shouldWithdrawNothingIfRowsCameOrWentWhileTheListWasRead() {
    answer =
        exchange -> {
          int page =
              Integer.parseInt(
                  exchange.getRequestURI().getQuery().replaceAll(".*page=(\\d+).*", "$1"));
          List<String> now = List.of((page == 1 ? ALL : "1 2 3 4 5 6 7 8 9").split(" "));
          LowerSystem.json(exchange, 200, body(now, page, now.size()));
        };

    assertThat(pull()).startsWith("warned ").contains("rows came or went");
    assertThat(withdrawn()).as("the fifth slipped over the edge of a page").isEmpty();
  }

  @Test
  void shouldTakeAFullListWithoutTotalAsWhole() {
    source("");
    pull();
    listed = "1 2 3 4 5 6 7 8 9";

    assertThat(pull()).isEqualTo("complete ");
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(withdrawn()).containsExactly("0"));
  }

  /** A server that never gives more than three records a page, whatever it is asked for. */
  private void capped(com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
    List<String> ids = List.of(listed.split(" "));
    int page =
        Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*page=(\\d+).*", "$1"));
    String body =
        IntStream.range((page - 1) * 3, Math.min(page * 3, ids.size()))
            .mapToObj(i -> "{\"id\":\"%s\",\"title\":\"第%s号\"}".formatted(ids.get(i), ids.get(i)))
            .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    LowerSystem.json(exchange, 200, body);
  }

  @Test
  void shouldReadAListToItsEndThoughItsPagesAreShorterThanAskedFor() {
    source("");
    answer = this::capped;

    assertThat(pull()).isEqualTo("complete ");
    assertThat(hub.number("select pulled from pull_run where id = (select max(id) from pull_run)"))
        .isEqualTo(10);
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingWhereTheSourceIgnoresThePageNumber() {
    source("");
    pull();
    answer = exchange -> LowerSystem.json(exchange, 200, body(List.of("0", "1", "2", "3"), 1, 4));

    assertThat(pull()).startsWith("warned ").contains("'page' 2 gives the same records");
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingWhereAnEmptyPageSpeaksOfAFailure() {
    source("");
    pull();
    answer =
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().contains("page=1");
          String page = body(List.of(ALL.split(" ")), 1, 10);
          LowerSystem.json(
              exchange,
              200,
              first
                  ? page.replace("{\"data\"", "{\"code\":0,\"data\"")
                  : "{\"code\":500,\"data\":[]}");
        };

    assertThat(pull()).startsWith("warned ").contains("'code 500'", "'code 0'");
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldWithdrawNothingWhereARecordCameOnTwoPages() {
    listed = "1 2 3 4 4 5 6 7 8 9";

    assertThat(pull()).startsWith("warned ").contains("1 records came on more than one page");
    assertThat(hub.number("select count(*) from absence")).isZero();
  }

  @Test
  void shouldBeginAtTheFirstPageAgainAfterAnAnswerWithoutBodyOrOfNoSuchPage() {
    source("");
    for (int status : new int[] {204, 404, 400}) {
      answer =
          exchange -> {
            if (exchange.getRequestURI().getQuery().contains("page=4")) {
              exchange.sendResponseHeaders(status, -1);
            } else {
              page(exchange);
            }
          };
      String end = pull();

      assertThat(end).as("status " + status).startsWith(status == 204 ? "complete" : "warned");
      assertThat(hub.text("select cursor_text from source_state")).isEqualTo("{}");
    }
    assertThat(hub.number("select count(*) from absence")).isZero();
  }
}
