package io.shangda.hub.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.record.RawRecord.Readable;
import io.shangda.hub.record.RawRecord.Unreadable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and lists in the forms in which spreadsheets, old systems and portals give them out. */
class FilesAsOfficesExportThemTest {
  private static final String TRADITIONAL =
      "編號,機關名稱,說明\n1,縣政府工務處,道路養護與橋樑檢測經費\n2,鄉公所民政課,里鄰長會議紀錄與決議\n";

  private final PageReader reader = new FormatPageReader();

  private Page read(byte[] content, String options, @Nullable Charset charset) throws PullFailure {
    return reader.read(
        Sources.of("pull-files", options, charset, 1 << 20),
        new RawPage(content, "text/csv", "drop.csv", Instant.EPOCH),
        null,
        Told.NOTHING);
  }

  private Page csv(String text) throws PullFailure {
    return read(text.getBytes(StandardCharsets.UTF_8), "format: csv", StandardCharsets.UTF_8);
  }

  private static List<String> contents(Page page) {
    return page.records().stream()
        .filter(Readable.class::isInstance)
        .map(record -> ((Readable) record).content().toString())
        .toList();
  }

  private static List<String> mended(Page page) {
    return page.records().stream()
        .filter(Readable.class::isInstance)
        .flatMap(record -> ((Readable) record).findings().stream())
        .map(Finding::en)
        .toList();
  }

  private static List<RawRecord> unreadable(Page page) {
    return page.records().stream().filter(Unreadable.class::isInstance).toList();
  }

  /** The quotes that were forgotten in one row and are too many in another match each other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name,note\n1,张三,\"甲\n2,李四,乙\n3,王五,丙\"\n4,赵六,丁\n",
        "id,name,note\n1,\"张三,甲\n2,李四,乙\n3,王五,丙\"\n4,赵六,丁\n",
        "id,name,note\r\n1,张三,\"甲\r\n2,李四,乙\r\n3,王五,丙\"\r\n4,赵六,丁\r\n",
      })
  void shouldLetNoRowBeSwallowedByQuotesThatMatchByChance(String text) throws Exception {
    Page page = csv(text);

    assertThat(unreadable(page)).extracting(RawRecord::place).containsExactly("line 2");
    assertThat(contents(page))
        .hasSize(3)
        .element(0)
        .isEqualTo("{\"id\":\"2\",\"name\":\"李四\",\"note\":\"乙\"}");
    assertThat(page.records()).extracting(RawRecord::place).endsWith("line 3", "line 4", "line 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name,note\n1,张三,\"一、甲\n二、乙,丙\"\n2,李四,丁\n",
        "id,name,note\n\"1\na\",张三,甲\n2,李四,丁\n",
        "id,name,note\n1,\"第一行,有,逗号\n第二行\",甲\n2,李四,丁\n",
        "id,note\n1,\"北京,海淀\n上海,浦东\"\n2,丁\n",
      })
  void shouldLeaveTextOfSeveralLinesAsItIs(String text) throws Exception {
    assertThat(contents(csv(text))).hasSize(2);
    assertThat(unreadable(csv(text))).isEmpty();
  }

  static List<byte[]> otherFiles() {
    byte[] zip = new byte[600];
    byte[] compound = new byte[600];
    for (int i = 0; i < 600; i++) {
      zip[i] = (byte) (i * 7);
      compound[i] = (byte) (i * 7);
    }
    byte[] old = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A};
    System.arraycopy(old, 0, compound, 0, old.length);
    System.arraycopy(new byte[] {'P', 'K', 3, 4, 20, 0, 6}, 0, zip, 0, 7);
    String page = "<html><table><tr><td>id</td></tr><tr><td>一</td></tr></table></html>";
    return List.of(
        zip,
        compound,
        page.getBytes(Charset.forName("GB18030")),
        ("<?xml version=\"1.0\"?>\n<Workbook>\n<Row>1</Row>\n</Workbook>")
            .getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void shouldSayOnceWhatAFileIsThatOnlyHasTheNameOfATable(byte[] file) throws Exception {
    for (Charset charset : new Charset[] {null, StandardCharsets.UTF_8, Charset.forName("GBK")}) {
      Page page = read(file, "format: csv", charset);

      assertThat(page.records())
          .singleElement()
          .extracting(record -> ((Unreadable) record).rule())
          .isEqualTo("other-file");
    }
  }

  @Test
  void shouldTakeTheSignByWhichOldSystemsEndATextForNoRow() throws Exception {
    assertThat(csv("id,name,note\n1,张三,甲\n\u001A").records()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Big5", "UTF-16LE", "UTF-16BE"})
  void shouldFindOutTheCharacterSet(String charset) throws Exception {
    Page page = read(TRADITIONAL.getBytes(Charset.forName(charset)), "format: csv", null);

    assertThat(contents(page))
        .containsExactly(
            "{\"編號\":\"1\",\"機關名稱\":\"縣政府工務處\",\"說明\":\"道路養護與橋樑檢測經費\"}",
            "{\"編號\":\"2\",\"機關名稱\":\"鄉公所民政課\",\"說明\":\"里鄰長會議紀錄與決議\"}");
  }

  @Test
  void shouldNotTakeTheGbkOfTraditionalCharactersForBig5() throws Exception {
    Page page = read(TRADITIONAL.getBytes(Charset.forName("GBK")), "format: csv", null);

    assertThat(contents(page).get(0)).contains("縣政府工務處");
  }

  @Test
  void shouldReadBig5WhereItIsConfigured() throws Exception {
    Charset big5 = Charset.forName("Big5");

    assertThat(contents(read(TRADITIONAL.getBytes(big5), "format: csv", big5)).get(1))
        .contains("里鄰長會議紀錄與決議");
  }

  @Test
  void shouldReadLinesThatEndWithACarriageReturnAlone() throws Exception {
    Page page = csv("id,n\r1,\"a\rb\"\r2,c\r");

    assertThat(contents(page))
        .containsExactly("{\"id\":\"1\",\"n\":\"a\\rb\"}", "{\"id\":\"2\",\"n\":\"c\"}");
    assertThat(page.records()).extracting(RawRecord::place).containsExactly("line 2", "line 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|"})
  void shouldFindOutTheSeparatorAndSaySo(String separator) throws Exception {
    Page page =
        csv(
            "Nr,Betrag\n1,\"3,50\"\n"
                .replace(",B", separator + "B")
                .replace(",\"3", separator + "\"3"));

    assertThat(contents(page)).containsExactly("{\"Nr\":\"1\",\"Betrag\":\"3,50\"}");
    assertThat(mended(page)).singleElement().asString().contains("separates the columns");
  }

  @Test
  void shouldObeyTheLineThatNamesTheSeparator() throws Exception {
    Page page = csv("\uFEFFsep=;\nid;n\n1;a,b\n");

    assertThat(contents(page)).containsExactly("{\"id\":\"1\",\"n\":\"a,b\"}");
    assertThat(page.records()).extracting(RawRecord::place).containsExactly("line 3");
    assertThat(mended(page)).singleElement().asString().startsWith("mended at line 1");
  }

  @Test
  void shouldLeaveOutMarksAndOddBlanksInTheHeaderRow() throws Exception {
    Page page = csv("\uFEFF\uFEFF\"id\",\u00A0n\u200B\n1,a\n");

    assertThat(contents(page)).containsExactly("{\"id\":\"1\",\"n\":\"a\"}");
    assertThat(mended(page)).hasSize(2);
  }

  @Test
  void shouldTakeRowsOfSeparatorsForNoRecords() throws Exception {
    Page page = csv("id,n,m\n1,a,b\n,,\n ,\u00A0,\n2,c,d\n,,,,\n");

    assertThat(page.records()).hasSize(2).hasOnlyElementsOfType(Readable.class);
    assertThat(mended(page)).singleElement().asString().contains("line 3", "2 more places");
  }

  @Test
  void shouldLeaveEmptyColumnsBehindTheLastOutOfAccount() throws Exception {
    assertThat(contents(csv("id,n\n1,a,\n2,b\n3,c,,\n"))).hasSize(3);
    assertThat(contents(csv("id,n,\n1,a\n2,b,\n"))).hasSize(2);
    assertThat(unreadable(csv("id,n\n1,a,x\n2\n")))
        .hasSize(2)
        .extracting("rule")
        .containsOnly("csv-columns");
  }

  @Test
  void shouldReadWhatExcelIsToldToTakeForText() throws Exception {
    Page page = csv("id,n\n=\"00123\",\"=\"\"1,5\"\"\"\n=\"4,5\",=SUM(A1)\n");

    assertThat(contents(page))
        .containsExactly("{\"id\":\"00123\",\"n\":\"1,5\"}", "{\"id\":\"4,5\",\"n\":\"=SUM(A1)\"}");
    assertThat(mended(page)).singleElement().asString().contains("1 more places");
  }

  @Test
  void shouldReadQuotesInsideCellsAndBlankCells() throws Exception {
    Page page = csv("id,n\n1,5\" Rohr 'x'\n2,\n3,'a'\n4,\"b\"c\n");

    assertThat(contents(page))
        .containsExactly(
            "{\"id\":\"1\",\"n\":\"5\\\" Rohr 'x'\"}",
            "{\"id\":\"2\",\"n\":\"\"}",
            "{\"id\":\"3\",\"n\":\"'a'\"}");
    assertThat(unreadable(page)).singleElement().extracting("place").isEqualTo("line 5");
  }

  @Test
  void shouldTakeEveryGoodRowOfATableWithManyBadOnes() throws Exception {
    String rows =
        IntStream.range(0, 2000)
            .mapToObj(i -> i % 7 == 3 ? i + ",a,b,c" : i + ",a")
            .collect(Collectors.joining("\n", "id,n\n", "\n"));

    Page page = csv(rows);

    assertThat(contents(page)).hasSize(1714);
    assertThat(unreadable(page)).hasSize(286);
  }

  @Test
  void shouldReadAListOfManyNotices() throws Exception {
    String list =
        IntStream.range(0, 546)
            .mapToObj(
                i -> "{\"id\":%d,\"title\":\"采购公告 %d\",\"items\":[{\"n\":1}]}".formatted(i, i))
            .collect(Collectors.joining(",", "{\"total\":546,\"notices\":[", "]}"));

    Page page =
        read(list.getBytes(StandardCharsets.UTF_8), "{format: json, records: /notices}", null);

    assertThat(page.records()).hasSize(546).hasOnlyElementsOfType(Readable.class);
  }

  @Test
  void shouldTellAMendingOnceAPage() throws Exception {
    String rows =
        IntStream.range(0, 500)
            .mapToObj(i -> "=\"" + i + "\",a,")
            .collect(Collectors.joining("\n", "id,n\n", "\n"));

    assertThat(mended(csv(rows))).hasSize(2).allMatch(text -> text.contains("499 more places"));
  }
}
