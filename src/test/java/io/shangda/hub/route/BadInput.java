package io.shangda.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Actor;
import io.shangda.hub.store.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a lower system sends: nothing is lost, the rest goes on, the operator is told, and the
 * ledger balances. Through the shipped routes, with a real HTTP server and each database.
 */
abstract class BadInput {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String GOOD = "{\"id\":\"good\",\"title\":\"好\"}";

  private final Dialect dialect;
  private IntakeRoutes hub;
  private LowerSystem below;
  private LowerSystem.Answer answer = exchange -> LowerSystem.json(exchange, 200, page());

  BadInput(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    hub = new IntakeRoutes(dialect, folder);
    below = new LowerSystem(exchange -> answer.to(exchange));
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

  // ---- the lower system

  private void source(String more) {
    source(more, StandardCharsets.UTF_8);
  }

  private void source(String more, @Nullable Charset charset) {
    hub.source(
        "pull-http-json", "url: " + below.url("/cases") + "\nrecords: /data\n" + more, charset);
  }

  private void answers(String body) {
    answer = exchange -> LowerSystem.json(exchange, 200, body);
  }

  private void answers(byte[] body) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          LowerSystem.bytes(exchange, 200, body);
        };
  }

  private static String page(String... records) {
    return "{\"data\":[" + String.join(",", records) + "]}";
  }

  private static String json(String id, String title) {
    return "{\"id\":\"" + id + "\",\"title\":\"" + title + "\"}";
  }

  // ---- what the operator sees

  private String sourceError() {
    return hub.text("select last_error from source_state");
  }

  private String runError() {
    return hub.text("select error from pull_run where id = (select max(id) from pull_run)");
  }

  private String findings() {
    return String.join(
        "\n",
        hub.texts(
            "select rule || ' ' || field || ' ' || raw_place || ' ' || zh || ' ' || en from finding"
                + " order by id"));
  }

  private String events() {
    return String.join(
        "\n", hub.texts("select event || ' ' || content from audit_event order by id"));
  }

  private void theSourceIsGoodAgain() {
    answers(page(GOOD));
    assertThat(hub.pulled()).startsWith("complete");
    assertThat(hub.text("select state from record where source_key = 'good'")).isEqualTo("planned");
    assertThat(sourceError()).isEmpty();
  }

  // ---- records

  @Test
  void shouldRejectARecordWhoseMappingThrowsAndTakeTheOthers() {
    source("");
    answers(page("{\"id\":\"1\",\"title\":\"a\",\"count\":\"three\"}", GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 2 = 0 + 0 + 1 + 0 + 1");
    assertThat(findings()).contains("mapping", "/data/0", "m.jslt");
  }

  @Test
  void shouldRejectARecordThatDoesNotMatchItsSchemaAndTakeTheOthers() {
    source("");
    answers(page("{\"id\":\"1\"}", "{\"id\":\"2\",\"title\":7}", GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 3 = 0 + 0 + 2 + 0 + 1");
    assertThat(findings()).contains("schema/required", "schema/type", "/title");
  }

  @Test
  void shouldTellABrokenRecordAndTakeTheOthers() {
    source("");
    answers(page(json("1", "a"), "{\"id\":\"2\",}", GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 3 = 1 + 0 + 0 + 0 + 2");
    assertThat(findings()).contains("json", "/data/1", "不是合法的 JSON");
  }

  @Test
  void shouldTellAFieldThatStandsTwice() {
    source("");
    answers(page("{\"id\":\"1\",\"title\":\"a\",\"title\":\"b\"}", GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 2 = 1 + 0 + 0 + 0 + 1");
    assertThat(findings()).contains("duplicate-key", "/data/0", "重复的字段名");
  }

  @Test
  void shouldTellANumberBeyondAllReason() {
    source("");
    String digits = "9".repeat(1000);
    answers(
        page(
            "{\"id\":\"1\",\"title\":\"a\",\"amount\":1E999999999}",
            "{\"id\":\"2\",\"title\":\"a\",\"amount\":" + digits + "}",
            "{\"id\":\"3\",\"title\":\"a\",\"amount\":" + "9".repeat(60) + "}",
            GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 4 = 2 + 0 + 0 + 0 + 2");
    assertThat(findings()).contains("json-limits", "/data/0", "/data/1");
    assertThat(hub.text("select payload from record_version where payload like '%9999%'"))
        .contains("9".repeat(60));
  }

  @Test
  void shouldTakeTextThatTheDatabaseCannotHoldAsItIs() {
    source("");
    answers(
        page(
            json("nul", "a\\u0000b"),
            json("half", "a\\ud800"),
            json("other-half", "\\udc00b"),
            "{\"id\":\"long\",\"title\":\"" + "x".repeat(199) + "\\ud840\\udc00\\u0000y\"}",
            GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 5 = 0 + 0 + 1 + 0 + 4");
    assertThat(findings()).contains("schema/maxLength", "/title");
    answers(page(json("nul", "a\\u0000b"), json("half", "a\\ud800"), GOOD));
    assertThat(hub.pulled()).isEqualTo("complete 3 = 0 + 3 + 0 + 0 + 0");
  }

  @Test
  void shouldTellARecordWithoutAUsableKey() {
    source("");
    answers(
        page(
            "{\"title\":\"none\"}",
            "{\"id\":null,\"title\":\"null\"}",
            "{\"id\":\"  \",\"title\":\"blank\"}",
            json("k".repeat(10_000), "long"),
            json("a\\u0000b", "control"),
            json("\\ud800", "half a character"),
            json("甲/乙?x=1&y='2'\\\"\\\\ <3>", "odd but good"),
            GOOD));

    assertThat(hub.pulled()).isEqualTo("complete 8 = 6 + 0 + 0 + 0 + 2");
    assertThat(findings()).contains("key", "/data/3", "/data/5", "过长", "控制字符", "缺失或为空", "残缺字符");
    assertThat(hub.number("select count(*) from record where source_key like '甲/乙%'")).isEqualTo(1);
  }

  @Test
  void shouldTakeRecordsOfWhichNoneIsAnObject() {
    source("");
    answers("{\"data\":[1,\"text\",null,[],true]}");

    assertThat(hub.pulled()).isEqualTo("complete 5 = 5 + 0 + 0 + 0 + 0");
    assertThat(findings()).contains("no-object", "/data/4");
  }

  @Test
  void shouldTellARecordOfManyMegabytesAndTakeTheOthers() {
    source("max-page: 128MB");
    byte[] megabyte = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write("{\"data\":[{\"id\":\"1\",\"title\":\"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50; i++) {
              out.write(megabyte);
            }
            out.write(("\"}," + GOOD + "]}").getBytes(StandardCharsets.UTF_8));
          }
        };

    assertThat(hub.pulled()).isEqualTo("complete 2 = 1 + 0 + 0 + 0 + 1");
    assertThat(findings()).contains("too-large", "/data/0", "50000", "max-record");
    assertThat(hub.number("select length from raw_content")).isGreaterThan(50_000_000);
  }

  // ---- pages

  @Test
  void shouldPullNothingFromAnEmptyListOrNullInItsPlace() {
    source("");
    answers("{\"data\":[]}");
    assertThat(hub.pulled()).isEqualTo("complete 0 = 0 + 0 + 0 + 0 + 0");

    answers("{\"data\":null}");
    assertThat(hub.pulled()).isEqualTo("complete 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(sourceError()).isEmpty();
  }

  @Test
  void shouldSayThatAPageHasNoList() {
    source("");
    answers("{\"code\":500,\"message\":\"系统繁忙\"}");

    assertThat(hub.pulled()).isEqualTo("failed 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(sourceError()).contains("/cases", "no list of records at '/data'", "系统繁忙");
    assertThat(runError()).isEqualTo(sourceError());
    theSourceIsGoodAgain();
  }

  @Test
  void shouldTakeWhatStandsBeforeACutAndPullThePageAgain() {
    source("");
    String whole = page(json("1", "a"), json("2", "b"));
    answers(whole.substring(0, whole.length() - 12));

    assertThat(hub.pulled()).isEqualTo("failed 2 = 1 + 0 + 0 + 0 + 1");
    assertThat(sourceError()).contains("is cut off after", "pulled again");
    answers(whole);
    assertThat(hub.pulled()).isEqualTo("complete 2 = 0 + 1 + 0 + 0 + 1");
    assertThat(sourceError()).isEmpty();
  }

  @Test
  void shouldSayThatAWebPageCameInsteadOfRecords() {
    source("");
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          LowerSystem.bytes(exchange, 200, "<html>统一登录</html>".getBytes(StandardCharsets.UTF_8));
        };

    assertThat(hub.pulled()).isEqualTo("failed 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(sourceError()).contains("/cases", "a web page instead of records");
    assertThat(events()).contains("source-away");
    theSourceIsGoodAgain();
  }

  @Test
  void shouldReadUtf8FromASourceThatIsSaidToSendGb18030AndSaySo() {
    source("", GB18030);
    answers(page(json("1", "江山市人民政府办公室关于二〇二六年工作要点的通知")).getBytes(StandardCharsets.UTF_8));

    assertThat(hub.pulled()).isEqualTo("warned 1 = 0 + 0 + 0 + 0 + 1");
    assertThat(hub.text("select payload from record_version")).contains("工作要点");
    assertThat(sourceError()).contains("UTF-8", "GB18030", "charset");
  }

  @Test
  void shouldTellEveryRecordOfASourceThatIsSaidToSendUtf8AndSendsGb18030() {
    source("");
    answers(page(json("1", "江山市人民政府"), json("2", "plain")).getBytes(GB18030));

    assertThat(hub.pulled()).isEqualTo("complete 2 = 1 + 0 + 0 + 0 + 1");
    assertThat(findings()).contains("charset", "/data/0", "字符集");
  }

  @Test
  void shouldUnpackABombOnlyUpToTheLimit() throws IOException {
    source("max-page: 4MB");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 300; i++) {
        gzip.write(zeros);
      }
    }
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          LowerSystem.bytes(exchange, 200, bomb.toByteArray());
        };

    assertThat(hub.pulled()).isEqualTo("failed 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(sourceError()).contains("more than 4194304 bytes", "max-page");
    theSourceIsGoodAgain();
  }

  // ---- runs

  @Test
  void shouldStopARunWhosePageNumberNeverEndsAndSaySo() {
    AtomicInteger number = new AtomicInteger();
    source("max-pages: 3\npaging: {style: page, size: 1}");
    answer =
        exchange ->
            LowerSystem.json(exchange, 200, page(json("n" + number.incrementAndGet(), "t")));

    assertThat(hub.pulled()).isEqualTo("warned 3 = 0 + 0 + 0 + 0 + 3");
    assertThat(sourceError()).contains("3 pages", "max-pages", "goes on at the next pull");
    assertThat(runError()).isEqualTo(sourceError());
    assertThat(events()).contains("pull-warned").doesNotContain("max-pages");
    assertThat(hub.pulled()).isEqualTo("warned 3 = 0 + 0 + 0 + 0 + 3");
    assertThat(below.asked.get(5).query()).isEqualTo("page=6");
    answers(page());
    assertThat(hub.pulled()).isEqualTo("complete 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(sourceError()).isEmpty();
  }

  @Test
  void shouldEndARunWhosePagesAreAllTheSameAndSayIt() {
    source("paging: {style: page}");
    answers(page(GOOD));

    assertThat(hub.pulled()).startsWith("warned").endsWith("+ 1");
    assertThat(sourceError()).contains("'page' 2 gives the same records");
    assertThat(below.asked.size()).isLessThan(5);
  }

  @Test
  void shouldSayThatTheLinkToTheNextPageLeadsInACircle() {
    source("paging: {style: link, next: /next}");
    answer =
        exchange -> {
          int at = exchange.getRequestURI().getPath().endsWith("b") ? 2 : 1;
          LowerSystem.json(
              exchange,
              200,
              "{\"data\":[%s],\"next\":\"%s\"}"
                  .formatted(json("p" + at, "t"), at == 1 ? "/b" : "/cases"));
        };

    assertThat(hub.pulled()).startsWith("failed");
    assertThat(sourceError()).contains("leads back to a page this run has had");
    assertThat(hub.number("select count(*) from record where state = 'planned'")).isEqualTo(2);
    assertThat(below.asked.size()).isLessThan(8);
  }

  @Test
  void shouldPauseASourceWhoseTokenExpiredAndGoOnWhenItIsResumed() {
    source("");
    answer = exchange -> LowerSystem.json(exchange, 401, "{\"message\":\"TOKEN过期\"}");

    assertThat(hub.pulled()).isEqualTo("failed 0 = 0 + 0 + 0 + 0 + 0");
    assertThat(hub.text("select pause_reason from source_state where paused")).contains("401");
    assertThat(events()).contains("source-paused");
    assertThat(below.asked).hasSize(1);

    answers(page(GOOD));
    long run =
        hub.pull(() -> hub.control.resume(IntakeRoutes.TOWN, new Actor("clerk", "a new token")));
    assertThat(hub.run(run)).startsWith("complete");
    assertThat(sourceError()).isEmpty();
  }
}
