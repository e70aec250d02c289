package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord.Readable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From which page a run goes to which, and where the next run begins. */
class PagingTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Instant now = at("2026-03-02 12:00:00");
  private final PageReader reader = new FormatPageReader();
  private final HttpPull pull = new HttpPull(new Moving(), text -> text);
  private final List<String> asked = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private @Nullable String cursor;
  private boolean exclusive;

  private record Row(String id, String time) {}

  // page number

  @Test
  void shouldPullNumberedPagesUntilOneIsEmpty() throws Exception {
    rows(5);
    run(numbered("size: 2, size-parameter: limit"));

    assertThat(asked)
        .containsExactly("page=1&limit=2", "page=2&limit=2", "page=3&limit=2", "page=4&limit=2");
  }

  @Test
  void shouldBeginASnapshotAtTheFirstPageAgain() throws Exception {
    rows(3);
    run(numbered("size: 2"));
    asked.clear();

    List<String> again = run(numbered("size: 2"));

    assertThat(again).containsExactly("r0", "r1", "r2");
    assertThat(asked).first().isEqualTo("page=1");
  }

  @Test
  void shouldEndASnapshotAtTheLastPageOrTotalThatThePageNames() throws Exception {
    rows(4);
    SourceConfig byLast = numbered("last: /pages");
    SourceConfig byTotal = numbered("total: /total");

    assertThat(run(byLast)).hasSize(4);
    assertThat(asked).hasSize(2);
    asked.clear();
    assertThat(run(byTotal)).hasSize(4);
    assertThat(asked).hasSize(2);
  }

  @Test
  void shouldNotLoseTheLastPageWherePagesZeroAndOneAreTheSame() throws Exception {
    rows(5);
    SourceConfig source = numbered("first: 0, total: /total");

    List<String> pulled =
        run(source, query -> page(number(query, "page", 1) == 0 ? 1 : number(query, "page", 1)));

    assertThat(pulled).contains("r0", "r1", "r2", "r3", "r4");
    assertThat(asked).hasSize(4);
  }

  @Test
  void shouldEndWhereANumberPastTheEndAnswersTheLastPageForEver() throws Exception {
    rows(4);

    List<String> pulled = run(numbered(""), query -> page(Math.min(2, number(query, "page", 1))));

    assertThat(pulled).contains("r0", "r1", "r2", "r3");
    assertThat(asked).hasSize(3);
  }

  // token and link

  @Test
  void shouldEndWhereTheTokenIsTheOneItWasAskedWith() throws Exception {
    SourceConfig source = source("{style: cursor, parameter: c, next: /next}");

    run(source, query -> "{\"data\":[{\"id\":1}],\"next\":\"same\"}");

    assertThat(asked).containsExactly("", "c=same");
  }

  @Test
  void shouldEndAsFailedWhereTheTokenIsLongerThanCanBeKept() throws Exception {
    Page page =
        last(
            source("{style: cursor, parameter: c, next: /next}"),
            query -> "{\"data\":[{\"id\":1}],\"next\":\"" + "t".repeat(9000) + "\"}");

    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
    assertThat(page.nextCursor()).isNull();
    assertThat(page.records()).hasSize(1);
  }

  @Test
  void shouldFindTokensThatLeadInACircle() throws Exception {
    Map<String, String> next = Map.of("", "a", "a", "b", "b", "c", "c", "a");
    Page page =
        last(
            source("{style: cursor, parameter: c, next: /next}"),
            query ->
                "{\"data\":[{\"id\":1}],\"next\":\""
                    + next.get(query.getOrDefault("c", ""))
                    + "\"}");

    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
    assertThat(page.trouble()).extracting(Page.Trouble::text).asString().contains("leads back");
    assertThat(page.records()).hasSize(1);
    assertThat(asked).hasSizeLessThan(10);
  }

  @Test
  void shouldFindLinksThatLeadInACircle() throws Exception {
    Page page =
        last(
            source("{style: link, next: /next}"),
            query ->
                "{\"data\":[{\"id\":1}],\"next\":\"?p=" + (number(query, "p", 0) % 7 + 1) + "\"}");

    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
    assertThat(asked).hasSizeLessThan(30);
  }

  @Test
  void shouldFollowRelativeLinksAndStartASnapshotAgain() throws Exception {
    SourceConfig source = source("{style: link, next: /links/next}");
    Function<Map<String, String>, String> below =
        query ->
            number(query, "p", 1) < 3
                ? "{\"data\":[{\"id\":1}],\"links\":{\"next\":\"?p="
                    + (number(query, "p", 1) + 1)
                    + "\"}}"
                : "{\"data\":[{\"id\":1}]}";

    run(source, below);
    run(source, below);

    assertThat(asked).containsExactly("", "p=2", "p=3", "", "p=2", "p=3");
  }

  @Test
  void shouldNotFollowALinkToAnotherHost() throws Exception {
    Page page =
        last(
            source("{style: link, next: /next}"),
            query -> "{\"data\":[{\"id\":1}],\"next\":\"http://elsewhere/cases?p=2\"}");

    assertThat(page.trouble()).extracting(Page.Trouble::text).asString().contains("elsewhere");
    assertThat(asked).hasSize(1);
  }

  @Test
  void shouldEndAnEndlessRunAtItsLastPageAndGoOnNextTime() throws Exception {
    SourceConfig source =
        Sources.of(
            "pull-http-json",
            "{url: 'http://below/cases', records: /data, max-pages: 5, paging: {style: cursor,"
                + " parameter: c, next: /next}}");
    Function<Map<String, String>, String> endless =
        query -> "{\"data\":[{\"id\":1}],\"next\":\"" + (number(query, "c", 0) + 1) + "\"}";

    Page page = last(source, endless);

    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Warned.class);
    assertThat(page.end()).isTrue();
    run(source, endless);
    assertThat(asked).hasSize(10).last().isEqualTo("c=9");
  }

  // watermark

  @Test
  void shouldAskForWhatChangedSinceTheNewestTimeLessTheOverlap() throws Exception {
    row("a", "2026-03-01 08:00:00");
    row("b", "2026-03-01 09:30:00");
    SourceConfig source = watermark("overlap: 10m, start: '2020-01-01 00:00:00'");

    run(source);
    run(source);

    assertThat(asked)
        .containsExactly("since=2020-01-01%2000%3A00%3A00", "since=2026-03-01%2009%3A20%3A00");
  }

  @Test
  void shouldPullARowThatWasCommittedLate() throws Exception {
    row("a", "2026-03-01 09:30:00");
    SourceConfig source = watermark("overlap: 10m");
    run(source);
    row("late", "2026-03-01 09:25:00");

    assertThat(run(source)).contains("late");
  }

  @Test
  void shouldLoseNoRowOfATimeThatSpansPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      row("a" + i, "2026-03-01 08:00:0" + i);
    }
    for (int i = 0; i < 7; i++) {
      row("tie" + i, "2026-03-01 08:00:03");
    }
    row("z", "2026-03-01 08:00:04");

    List<String> pulled = run(watermark("order: ascending, size: 4, size-parameter: limit"));

    assertThat(pulled)
        .contains("a0", "a1", "a2", "tie0", "tie1", "tie2", "tie3", "tie4", "tie5", "tie6", "z");
  }

  @Test
  void shouldReachBehindAPageOfOneTimeByPageNumber() throws Exception {
    for (int i = 0; i < 9; i++) {
      row("tie" + i, "2026-03-01 08:00:03");
    }
    row("z", "2026-03-01 08:00:04");
    row("y", "2026-03-01 08:00:05");

    List<String> pulled =
        run(watermark("order: ascending, size: 2, pages: {style: page, parameter: page}"));

    assertThat(pulled).contains("tie0", "tie8", "z", "y");
  }

  @Test
  void shouldLoseNoRowWhereTheSourceAnswersOnlyWhatIsLater() throws Exception {
    for (int i = 0; i < 3; i++) {
      row("a" + i, "2026-03-01 08:00:00");
      row("b" + i, "2026-03-01 08:00:05");
      row("c" + i, "2026-03-01 08:00:09");
    }
    exclusive = true;

    List<String> pulled = run(watermark("order: ascending, size: 4, size-parameter: limit"));

    assertThat(pulled).contains("a0", "a1", "a2", "b0", "b1", "b2", "c0", "c1", "c2");
  }

  @Test
  void shouldLetThePagesOfAWindowSayWhereItEnds() throws Exception {
    for (int i = 0; i < 5; i++) {
      row("r" + i, "2026-03-01 08:00:0" + i);
    }
    SourceConfig source =
        watermark(
            "order: ascending, pages: {style: page, size-parameter: limit, size: 2, end: {field:"
                + " /more, values: ['false']}}");

    List<String> pulled =
        run(
            source,
            query -> {
              String page = since(query);
              boolean more = !page.contains("r4");
              return page.replace("{\"data\"", "{\"more\":" + more + ",\"data\"");
            });

    assertThat(pulled).contains("r0", "r1", "r2", "r3", "r4");
  }

  @Test
  void shouldSayThatRowsBehindAPageOfOneTimeCannotBeReached() throws Exception {
    for (int i = 0; i < 4; i++) {
      row("tie" + i, "2026-03-01 08:00:03");
    }

    Page page = last(watermark("order: ascending, size: 2"), this::since);

    assertThat(page.trouble()).isInstanceOf(Page.Trouble.Failed.class);
    assertThat(page.nextCursor()).isNull();
    assertThat(page.records()).hasSize(2);
  }

  @Test
  void shouldSayThatAFullPageWithoutOrderCannotBeContinued() throws Exception {
    row("b", "2026-03-01 08:00:05");
    row("a", "2026-03-01 08:00:03");

    assertThat(last(watermark("size: 2"), this::since).trouble())
        .isInstanceOf(Page.Trouble.Failed.class);
  }

  @Test
  void shouldMoveTheMarkOfAPagedWindowOnlyAtItsEnd() throws Exception {
    row("c", "2026-03-01 08:00:09");
    row("a", "2026-03-01 08:00:01");
    row("b", "2026-03-01 08:00:05");
    SourceConfig source =
        watermark(
            "overlap: 0s, size: 1, until-parameter: until, pages: {style: page, parameter: page,"
                + " total: /total}");

    List<String> pulled = run(source, this::unordered);
    now = now.plusSeconds(60);
    run(source, this::unordered);

    assertThat(pulled).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(asked.subList(0, 3))
        .allMatch(
            query ->
                !query.contains("since=") && query.contains("until=2026-03-02%2012%3A00%3A00"));
    assertThat(asked.get(3))
        .contains("since=2026-03-01%2008%3A00%3A09")
        .contains("until=2026-03-02%2012%3A01%3A00");
  }

  @Test
  void shouldReadAWindowAgainInWhichARowSlippedOverTheEdgeOfAPage() throws Exception {
    row("c", "2026-03-01 08:00:09");
    row("a", "2026-03-01 08:00:01");
    row("b", "2026-03-01 08:00:05");
    SourceConfig source =
        watermark(
            "overlap: 0s, size: 1, until-parameter: until, pages: {style: page, parameter: page,"
                + " total: /total}");

    List<String> first =
        run(
            source,
            query -> {
              String page = unordered(query);
              if ("1".equals(query.get("page"))) {
                rows.remove(0); // changed meanwhile, it left the window
              }
              return page;
            });
    now = now.plusSeconds(60);
    row("c", "2026-03-02 12:00:30");
    asked.clear();
    List<String> second = run(source, this::unordered);

    assertThat(first).containsExactly("c", "b");
    assertThat(second).containsExactly("a", "b", "c");
    assertThat(asked).noneMatch(query -> query.contains("since="));
  }

  @Test
  void shouldTellThatAWindowIsReadAgainAndFromWhere() throws Exception {
    rows(3);
    SourceConfig source =
        watermark(
            "overlap: 0s, size: 1, start: '2026-03-01 08:00:00', pages: {style: page, parameter:"
                + " page, total: /total}");

    Page page =
        last(
            source,
            query -> {
              String answer = unordered(query);
              if ("1".equals(query.get("page"))) {
                rows.remove(0);
              }
              return answer;
            });

    assertThat(page.trouble())
        .isInstanceOf(Page.Trouble.Warned.class)
        .extracting(Page.Trouble::text)
        .asString()
        .contains("http://below/cases", "'total' changed", "reads the same window again");
    asked.clear();
    run(source, this::unordered);
    assertThat(asked).first().asString().contains("since=2026-03-01%2008%3A00%3A00");
  }

  @Test
  void shouldLoseNoRowBecauseOneCameFromAClockThatRunsAhead() throws Exception {
    row("a", "2026-03-02 11:59:00");
    row("ahead", "2031-01-01 00:00:00");
    SourceConfig source = watermark("overlap: 5m, order: ascending, size: 500");
    run(source);
    now = now.plusSeconds(600);
    row("b", "2026-03-02 12:03:00");

    assertThat(run(source)).contains("b");
  }

  @Test
  void shouldNotGoRoundInAPageOfRowsFromAClockThatRunsAhead() throws Exception {
    for (int i = 0; i < 5; i++) {
      row("ahead" + i, "2031-01-01 00:00:0" + i);
    }

    assertThat(run(watermark("order: ascending, size: 2, size-parameter: limit")))
        .contains("ahead4");
    assertThat(asked).hasSizeLessThan(6);
  }

  @Test
  void shouldGoOnWithinAWindowAfterACrash() throws Exception {
    for (int i = 0; i < 6; i++) {
      row("r" + i, "2026-03-01 08:00:0" + i);
    }
    SourceConfig source = watermark("order: ascending, size: 3");
    page(source, this::since);

    List<String> rest = run(source);

    assertThat(rest).contains("r3", "r4", "r5").doesNotContain("r0");
  }

  /** Rows as they come, never more than ten, whatever is asked for. */
  private String ten(Map<String, String> query) {
    return body(
        rows.stream()
            .filter(row -> row.time().compareTo(query.getOrDefault("since", "")) >= 0)
            .limit(10)
            .toList());
  }

  @Test
  void shouldNotMoveTheMarkOverAnAnswerInNoOrderThatMayBeCut() throws Exception {
    row("newest", "2026-03-01 09:00:00");
    for (int i = 10; i < 35; i++) {
      row("r" + i, "2026-03-01 08:00:" + i);
    }
    SourceConfig source = watermark("overlap: 0s, size: 250, start: '2026-03-01 00:00:00'");

    Page page = last(source, this::ten);
    last(source, this::ten);

    assertThat(page.trouble())
        .isInstanceOf(Page.Trouble.Warned.class)
        .extracting(Page.Trouble::text)
        .asString()
        .contains("10 records in no order, and may be cut there");
    assertThat(asked).hasSize(2).allMatch(query -> query.contains("since=2026-03-01%2000"));
  }

  @Test
  void shouldMoveTheMarkOverAnAnswerThatItsTotalProvesWhole() throws Exception {
    row("newest", "2026-03-01 09:00:00");
    for (int i = 10; i < 19; i++) {
      row("r" + i, "2026-03-01 08:00:" + i);
    }
    SourceConfig source = watermark("overlap: 0s, size: 250, total: /total");

    assertThat(last(source, this::ten).trouble()).isNull();
    last(source, this::ten);

    assertThat(asked).last().asString().contains("since=2026-03-01%2009");
  }

  @Test
  void shouldReadASortedWindowToItsEndThoughTheServerCutsItsPages() throws Exception {
    for (int i = 10; i < 35; i++) {
      row("r" + i, "2026-03-01 08:00:" + i);
    }

    assertThat(run(watermark("order: ascending, size: 250"), this::ten)).contains("r10", "r34");
    assertThat(asked).hasSizeLessThan(6);
  }

  @Test
  void shouldTakeTimesByTheClockOfTheSourceWhereItTellsIt() throws Exception {
    SourceConfig source =
        watermark("overlap: 0s, until-parameter: until, start: '2026-03-01 00:00:00'");
    row("a", "2026-03-02 14:00:00"); // two hours ahead of the hub
    headers.put("date", "Mon, 02 Mar 2026 06:00:05 GMT");

    assertThat(last(source, this::since).trouble()).isNull();
    last(source, this::since);
    headers.put("date", "Mon, 02 Mar 2026 01:00:00 GMT");
    row("b", "2026-03-02 15:00:00");
    Page behind = last(source, this::since);
    last(source, this::since);

    assertThat(asked.get(1))
        .contains("since=2026-03-02%2014%3A00%3A00", "until=2026-03-02%2014%3A00%3A05");
    assertThat(behind.trouble())
        .extracting(Page.Trouble::text)
        .asString()
        .contains("the source's own clock", "does not move");
    assertThat(asked.get(3)).contains("since=2026-03-02%2014%3A00%3A00");
  }

  @Test
  void shouldSayThatNoRecordHasAReadableTime() throws Exception {
    row("a", "yesterday");

    Page page = last(watermark("overlap: 0s"), this::since);

    assertThat(page.trouble())
        .extracting(Page.Trouble::text)
        .asString()
        .contains("no record has a readable time at '/t'");
    assertThat(page.nextCursor()).isEqualTo("{}");
  }

  @Test
  void shouldBeginAWindowNoLaterThanTheFractionOfASecondItEndedWith() throws Exception {
    SourceConfig iso =
        source("{style: watermark, parameter: since, field: /t, format: iso, overlap: 0s}");
    run(iso, query -> "{\"data\":[{\"id\":1,\"t\":\"2026-03-01T02:00:00.123999Z\"}]}");
    run(iso, query -> "{\"data\":[]}");
    SourceConfig seconds =
        source(
            "{style: watermark, parameter: since, field: /t, format: epoch-seconds, overlap: 0s}");
    cursor = null;
    run(seconds, query -> "{\"data\":[{\"id\":1,\"t\":1772330000.9}]}");
    run(seconds, query -> "{\"data\":[]}");

    assertThat(asked.get(1)).isEqualTo("since=2026-03-01T10%3A00%3A00.123%2B08%3A00");
    assertThat(asked.get(3)).isEqualTo("since=1772330000");
  }

  @Test
  void shouldReadEpochAndIsoTimes() throws Exception {
    SourceConfig epoch =
        source(
            "{style: watermark, parameter: since, field: /t, format: epoch-seconds, overlap: 10s}");
    run(epoch, query -> "{\"data\":[{\"id\":1,\"t\":1772330000}]}");
    run(epoch, query -> "{\"data\":[]}");
    cursor = null;
    SourceConfig iso =
        source("{style: watermark, parameter: since, field: /t, format: iso, overlap: 10s}");
    run(iso, query -> "{\"data\":[{\"id\":1,\"t\":\"2026-03-01T02:00:00Z\"}]}");
    run(iso, query -> "{\"data\":[]}");

    assertThat(asked.get(1)).isEqualTo("since=1772329990");
    assertThat(asked.get(3)).isEqualTo("since=2026-03-01T09%3A59%3A50%2B08%3A00");
  }

  // the lower system

  private SourceConfig numbered(String more) {
    return source("{style: page" + (more.isEmpty() ? "" : ", " + more) + "}");
  }

  private SourceConfig watermark(String more) {
    return source("{style: watermark, parameter: since, field: /t, " + more + "}");
  }

  private SourceConfig source(String paging) {
    return Sources.of(
        "pull-http-json", "{url: 'http://below/cases', records: /data, paging: " + paging + "}");
  }

  private void rows(int count) {
    for (int i = 0; i < count; i++) {
      row("r" + i, "2026-03-01 08:00:0" + i);
    }
  }

  private void row(String id, String time) {
    rows.add(new Row(id, time));
  }

  /** Two rows a page. */
  private String page(int number) {
    return body(rows.stream().skip(2L * (number - 1)).limit(2).toList());
  }

  /** What changed since, sorted, as many as were asked for. */
  private String since(Map<String, String> query) {
    int size =
        number(
            query,
            "limit",
            source == null ? 1000 : OptionValues.of(source).below("paging").number("size", 1000));
    return body(
        rows.stream()
            .filter(
                row -> row.time().compareTo(query.getOrDefault("since", "")) >= (exclusive ? 1 : 0))
            .sorted(Comparator.comparing(Row::time))
            .skip((long) size * (number(query, "page", 1) - 1))
            .limit(size)
            .toList());
  }

  private String unordered(Map<String, String> query) {
    return body(
        rows.stream()
            .filter(row -> row.time().compareTo(query.getOrDefault("since", "")) >= 0)
            .skip(number(query, "page", 1) - 1L)
            .limit(1)
            .toList());
  }

  private String body(List<Row> page) {
    StringBuilder data = new StringBuilder();
    for (Row row : page) {
      data.append(data.isEmpty() ? "" : ",")
          .append("{\"id\":\"%s\",\"t\":\"%s\"}".formatted(row.id(), row.time()));
    }
    return "{\"data\":[%s],\"total\":%d,\"pages\":%d}"
        .formatted(data, rows.size(), (rows.size() + 1) / 2);
  }

  private static int number(Map<String, String> query, String name, int fallback) {
    return query.containsKey(name) ? Integer.parseInt(query.get(name)) : fallback;
  }

  // the hub

  private @Nullable SourceConfig source;
  private final Map<String, String> headers = new HashMap<>();

  private List<String> run(SourceConfig source) throws PullFailure {
    boolean byTime = OptionValues.of(source).below("paging").text("style", "").equals("watermark");
    return run(source, byTime ? this::since : query -> page(number(query, "page", 1)));
  }

  private List<String> run(SourceConfig source, Function<Map<String, String>, String> below)
      throws PullFailure {
    List<String> pulled = new ArrayList<>();
    Page page;
    do {
      page = page(source, below);
      assertThat(page.trouble() instanceof Page.Trouble.Failed).as("failed run").isFalse();
      page.records()
          .forEach(record -> pulled.add(((Readable) record).content().path("id").asText()));
    } while (!page.end());
    return pulled;
  }

  private Page last(SourceConfig source, Function<Map<String, String>, String> below)
      throws PullFailure {
    Page page;
    do {
      page = page(source, below);
    } while (!page.end());
    return page;
  }

  private Page page(SourceConfig source, Function<Map<String, String>, String> below)
      throws PullFailure {
    this.source = source;
    HttpPull.Asked request = pull.ask(source, cursor);
    asked.add(request.query());
    assertThat(asked).as("requests of a test").hasSizeLessThan(100);
    Map<String, String> query = new HashMap<>();
    for (String pair : request.query().split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    byte[] body = below.apply(query).getBytes(StandardCharsets.UTF_8);
    RawPage raw = new RawPage(body, "application/json", request.place(), now);
    Page page = reader.read(source, raw, cursor, new Told(headers, null, null, request.at(), null));
    cursor = page.nextCursor() == null ? cursor : page.nextCursor();
    return page;
  }

  private static Instant at(String time) {
    return LocalDateTime.parse(time, TIME).atZone(CHINA).toInstant();
  }

  private final class Moving extends Clock {
    @Override
    public ZoneId getZone() {
      return CHINA;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
