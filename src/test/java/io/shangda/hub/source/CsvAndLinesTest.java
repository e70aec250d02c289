package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RawRecord.Readable;
import io.shangda.hub.record.RawRecord.Unreadable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files of rows: CSV and JSON lines. */
class CsvAndLinesTest {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private final PageReader reader = new FormatPageReader();

  @Test
  void shouldReadQuotesSeparatorsAndLineEndsInsideCells() throws Exception {
    Page page = csv("办件编号,备注\r\n\"1,2\",\"第一行\n\"\"第二行\"\"\"\r\n3,\r\n", "");

    assertThat(contents(page))
        .containsExactly(
            "{\"办件编号\":\"1,2\",\"备注\":\"第一行\\n\\\"第二行\\\"\"}", "{\"办件编号\":\"3\",\"备注\":\"\"}");
    assertThat(page.records()).extracting(RawRecord::place).containsExactly("line 2", "line 4");
  }

  @Test
  void shouldNameFieldsByTheHeaderRowOrAsConfigured() throws Exception {
    assertThat(contents(csv("办件编号;\n1;2\n", "csv: {separator: ';', rename: {办件编号: project_no}}")))
        .containsExactly("{\"project_no\":\"1\",\"column2\":\"2\"}");
    assertThat(contents(csv("导出于 2026-03-01\n1,2\n", "csv: {skip: 1, columns: [a, b]}")))
        .containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void shouldTellTheLineOfARowWithTooFewOrTooManyColumns() throws Exception {
    Page page = csv("a,b\n1,2\n3\n4,5,6\n\n7,8\n", "");

    assertThat(contents(page))
        .containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"7\",\"b\":\"8\"}");
    assertThat(unreadable(page)).extracting(Unreadable::place).containsExactly("line 3", "line 4");
    assertThat(unreadable(page)).extracting(Unreadable::rule).containsOnly("csv-columns");
  }

  @Test
  void shouldLoseOneRowOnlyToAForgottenQuote() throws Exception {
    Page page = csv("a,b\n1,\"open\n2,x\n3,\"y\"z\n4,w\n", "");

    assertThat(contents(page))
        .containsExactly("{\"a\":\"2\",\"b\":\"x\"}", "{\"a\":\"4\",\"b\":\"w\"}");
    assertThat(unreadable(page)).extracting(Unreadable::place).containsExactly("line 2", "line 4");
    assertThat(unreadable(page)).extracting(Unreadable::rule).containsOnly("csv-quotes");
  }

  @Test
  void shouldReadNothingOfAFileWhoseHeaderRowNamesAColumnTwice() throws Exception {
    Page page = csv("a,a\n1,2\n", "");

    assertThat(unreadable(page))
        .singleElement()
        .extracting(Unreadable::rule)
        .isEqualTo("csv-header");
    assertThat(page.reason()).contains("重复").contains("twice");
  }

  @Test
  void shouldReadUtf8WithAndWithoutByteOrderMarkAndGb18030() throws Exception {
    String text = "单位\n江山市营商办\n";
    for (byte[] content :
        List.of(
            text.getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
            text.getBytes(GB18030))) {
      assertThat(contents(read(content, "format: csv", null)))
          .containsExactly("{\"单位\":\"江山市营商办\"}");
    }
  }

  @Test
  void shouldTellTheRowWithABrokenByteAndReadTheOthers() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("单位,编号\n江山市行政服务中心,1\n楚雄".getBytes(StandardCharsets.UTF_8));
    file.write(0xFE);
    file.writeBytes(",2\n锡林郭勒盟政务服务中心,3\n".getBytes(StandardCharsets.UTF_8));

    Page page = read(file.toByteArray(), "format: csv", null);

    assertThat(contents(page)).hasSize(2);
    assertThat(unreadable(page))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.place()).isEqualTo("line 3");
              assertThat(lost.rule()).isEqualTo("charset");
            });
  }

  @Test
  void shouldReadNoRowLongerThanTheLimit() throws Exception {
    Page page = csv("a\n" + "办".repeat(500_000) + "\nb\n", "");

    assertThat(contents(page)).containsExactly("{\"a\":\"b\"}");
    assertThat(unreadable(page)).extracting(Unreadable::rule).containsExactly("too-large");
  }

  @Test
  void shouldReadEachLineOfJsonByItself() throws Exception {
    String lines =
        "{\"id\":1}\r\n\n{\"id\":2\n[3]\n{\"id\":4} {\"id\":5}\n{\"id\":6,\"id\":6}\n{\"id\":7}";
    Page page = read(lines.getBytes(StandardCharsets.UTF_8), "format: json-lines", null);

    assertThat(contents(page)).containsExactly("{\"id\":1}", "{\"id\":7}");
    assertThat(unreadable(page))
        .extracting(Unreadable::place)
        .containsExactly("line 3", "line 4", "line 5", "line 6");
    assertThat(unreadable(page))
        .extracting(Unreadable::rule)
        .containsExactly("json", "no-object", "json", "duplicate-key");
  }

  @Test
  void shouldTakeTheConnectorsWordForAFileItCannotGive() throws Exception {
    Page page =
        reader.read(
            Sources.of("pull-files", "format: csv"),
            raw(new byte[0]),
            null,
            new Told(
                Map.of(),
                null,
                null,
                null,
                new Unreadable("drop.csv", "too-large", "太大", "too large")));

    assertThat(unreadable(page))
        .containsExactly(new Unreadable("drop.csv", "too-large", "太大", "too large"));
  }

  private Page csv(String text, String options) throws PullFailure {
    return read(
        text.getBytes(StandardCharsets.UTF_8), "format: csv\n" + options, StandardCharsets.UTF_8);
  }

  private Page read(byte[] content, String options, @Nullable Charset charset) throws PullFailure {
    return reader.read(
        Sources.of("pull-files", options, charset, 1 << 20), raw(content), null, Told.NOTHING);
  }

  private static RawPage raw(byte[] content) {
    return new RawPage(content, "text/csv", "drop.csv", Instant.EPOCH);
  }

  private static List<String> contents(Page page) {
    return page.records().stream()
        .filter(Readable.class::isInstance)
        .map(record -> ((Readable) record).content().toString())
        .toList();
  }

  private static List<Unreadable> unreadable(Page page) {
    return page.records().stream()
        .filter(Unreadable.class::isInstance)
        .map(Unreadable.class::cast)
        .toList();
  }
}
