package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shangda.hub.record.RawRecord;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What proves the end of a list, style by style. Pages are written as {@code ids;envelope}, one
 * after the other, divided by blanks around a bar; the verdict is {@code whole}, {@code stuck}, or
 * a part of the doubt. The number of pages asked for is counted too.
 */
class ListEndsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiterString = "=>",
      maxCharsPerColumn = 2000,
      textBlock =
          """
          # without any sign only an empty page is the end, whatever the size of the others
          style: page => a b | c d | ; => 3 => whole
          style: page, size: 2 => a b | c | ; => 3 => whole
          style: page, size: 250 => a b | c d | e | ; => 4 => whole
          style: page, size: 2 => ; => 1 => whole
          style: page, first: 0 => a b | a b | c d | ; => 4 => whole
          style: page => a b | a b => 2 => same records
          style: page => a b | c d | c d => 3 => same records
          style: page => a b;code: 0 | ;code: 0 => 2 => whole
          style: page => a b;code: 0 | ;code: 500 => 2 => may be a failure
          style: page => a b;success: true | ;success: false => 2 => may be a failure
          # a total that agrees
          style: page, total: /n => a b;n: 3 | c;n: 3 => 2 => whole
          style: page, total: /n => a b;n: '3' | c;n: '3' => 2 => whole
          style: page, total: /n => a b;n: 3 | c; => 2 => whole
          style: page, total: /n => a b;n: '1,203' | c;n: '1,203' | ;n: '1,203' => 3 => 3 of 1203
          style: page, total: /n => a b;n: 5 | c;n: 5 | ;n: 5 => 3 => 3 of 5
          style: page, total: /n => a b;n: 4 | ;n: 4 => 2 => 2 of 4
          style: page, total: /n => a b;n: 3 | c d;n: 4 => 2 => rows came or went
          style: page, total: /n => a b;n: 3 | c;n: 3 | d;n: 3 => 2 => whole
          style: page, total: /n, size: 2 => a b;n: 2 | ;n: 2 => 2 => whole
          style: page, total: /n, size: 2 => a b;n: 2 | c d;n: 2 | ;n: 2 => 3 => 2 records ('total') and has given 4
          style: page, total: /n, size: 2 => a b;n: 2 | c d;n: 2 | e;n: 1 => 3 => rows came or went
          style: page, total: /n, size: 2 => a b;n: 4 | c d;n: 4 | ;n: 0 => 3 => whole
          style: page, total: /n, size: 9 => a b;n: 3 | c;n: 3 => 2 => whole
          style: page, total: /n => a b; | ; => 2 => does not say
          style: page, total: /n => a b;n: null | ;n: null => 2 => does not say
          style: page, total: /n => ;n: 0 => 1 => whole
          style: page, total: /n => a b;n: 3 | a b;n: 3 => 2 => 2 of 3
          # the last page by its number or a sign
          style: page, last: /p => a b;p: 2 | c;p: 2 => 2 => whole
          style: page, last: /p => a b;p: '2' | c;p: '2' => 2 => whole
          style: page, last: /p => a b;p: false | c;p: true => 2 => whole
          style: page, last: /p => a b;p: 3 | ;p: 3 => 2 => not the last
          style: page, last: /p, size: 3 => a b;p: 2 | c d;p: 2 | e;p: 2 | ;p: 2 => 4 => whole
          style: page, last: /p, total: /n, size: 4 => a b;p: 1,n: 3 | c;p: 1,n: 3 => 2 => whole
          style: page, end: {field: /more, values: ['false']} => a;more: true | b;more: false => 2 => whole
          style: page, end: {field: /more, values: ['false']} => a;more: true | ;more: true => 2 => without the sign
          style: page, total: /n, end: {field: /more, values: ['false']} => a;n: 3,more: false => 1 => 1 of 3
          # offset and limit
          style: offset => a b | c | ; => 3 => whole
          style: offset, size: 250 => a b | c d | e | ; => 4 => whole
          style: offset, total: /n => a b;n: 3 | c;n: 3 => 2 => whole
          style: offset => a b | a b => 2 => same records
          # links
          style: link, next: /next => a;next: /l/2 | b;next: null => 2 => whole
          style: link, next: /next => a;next: /l/2 | b;next: false => 2 => whole
          style: link, next: /next => a;next: /l/2 | b;next: 'null' => 2 => whole
          style: link, next: /next => a;next: /l/2 | b;next: '' => 2 => whole
          style: link, next: /next => a;next: /l/2 | b;next: 0 => 2 => whole
          style: link, next: /next => a;next: /l/2 | b;next: {} => 2 => whole
          style: link, next: /next => a;next: /l/2 | b => 2 => whole
          style: link, next: /next => a;next: /l/2 | ; => 2 => neither records nor a link
          style: link, next: /next => a => 1 => no link to another
          style: link, next: /next, size: 5 => a => 1 => whole
          style: link, next: /next, size: 1 => a => 1 => no link to another
          style: link, next: /next => a;next: true => 1 => stuck
          style: link, next: /next => a;next: {href: /l/2} => 1 => stuck
          style: link, next: /next => a;next: /l/2 | a;next: /l/3 | b;next: null => 3 => the same records
          style: link, next: /next, total: /n => a;next: /l/2,n: 3 | b;next: null,n: 3 => 2 => 2 of 3
          style: link, next: /next, total: /n => a;next: /l/2,n: 2 | b;n: 2 => 2 => whole
          style: link, next: /next, total: /n => a;next: /l/2,n: 3 | b;n: 2 => 2 => rows came or went
          # a token
          style: cursor, parameter: c, next: /next => a;next: x | b;next: null => 2 => whole
          style: cursor, parameter: c, next: /next => a;next: x | b;next: false => 2 => whole
          style: cursor, parameter: c, next: /next => a;next: x | ;next: y | b;next: null => 3 => whole
          style: cursor, parameter: c, next: /next => a;next: {after: x} => 1 => stuck
          style: cursor, parameter: c, next: /next, size: 1 => a => 1 => first page is full
          style: cursor, parameter: c, next: /next => a;next: x | a;next: x => 2 => may not know this parameter
          # one page
          style: none => a b => 1 => whole
          style: none, total: /n => a b;n: 2 => 1 => whole
          style: none, total: /n => a b;n: 5 => 1 => 2 of 5
          """)
  void shouldTakeAListForWholeOnlyIfItsEndIsProven(
      String paging, String pages, int asked, String verdict) throws Exception {
    Paging style =
        new PagingOptions(URI.create("http://below/l"), ZoneId.of("Asia/Shanghai"))
            .of(new OptionValues(YAML.readTree("{" + paging + "}"), "paging"));

    Run run = new Run(style, pages.split("\\|"));

    assertThat(run.verdict()).contains(verdict);
    assertThat(run.asked).as("pages asked for").isEqualTo(asked);
  }

  private static final class Run {
    private final Paging style;
    private final String[] pages;
    private int asked;

    Run(Paging style, String[] pages) {
      this.style = style;
      this.pages = pages;
    }

    String verdict() throws Exception {
      ObjectNode state = Json.object();
      while (true) {
        style.ask(state, NOW);
        Paging.Step step = style.step(state, turn(pages[asked++]));
        if (step instanceof Paging.Step.Stuck) {
          return "stuck";
        }
        if (step instanceof Paging.Step.End end) {
          @Nullable String doubt = end.doubt();
          return doubt == null ? "whole" : doubt;
        }
        state = ((Paging.Step.GoOn) step).state();
      }
    }

    private Paging.Turn turn(String page) throws Exception {
      String[] parts = page.strip().split(";", 2);
      List<RawRecord> records = new ArrayList<>();
      for (String id : parts[0].strip().split("\\s+")) {
        if (!id.isEmpty()) {
          records.add(new RawRecord.Readable("/" + id, Json.object().put("id", id)));
        }
      }
      String envelope = parts.length < 2 ? "" : parts[1];
      JsonNode around = YAML.readTree("{" + envelope + "}");
      return new Paging.Turn(asked, around, records, Map.of(), NOW);
    }
  }
}
