package io.shangda.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.sandbox.CatalogueEntry.Slip;
import io.shangda.hub.sandbox.ShippedConfig.Seen;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped configuration makes of the files an office hands in. */
class DisclosureConfigTest {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private final ShippedConfig config = ShippedConfig.load();

  @Test
  void shouldDeliverAReportWithoutIndexNumberAndSayWhatIsWrongWithIt() throws Exception {
    // When
    Seen seen = document("01-xilingol-2016-report.txt");
    // Then
    assertThat(seen.told())
        .containsExactly(
            "warn disclosure/index-number-missing /identifier",
            "warn disclosure/percentage-does-not-follow /content",
            "warn disclosure/publisher-abbreviated /publisher",
            "warn disclosure/unit-missing /content");
    assertThat(seen.key()).isEqualTo("01-xilingol-2016-report");
    assertField(seen, "title", "锡盟政务服务中心2016年政府信息公开年度报告");
    assertField(seen, "publisher", "政务服务中心(网站)");
    assertField(seen, "publish_date", "2017-03-16");
    assertField(seen, "date", "2017-03-16");
  }

  @Test
  void shouldDeliverAReportThatCitesALaterDocumentWithAWarning() throws Exception {
    // When
    Seen seen = document("02-jiangshan-2012-report.txt");
    // Then
    assertThat(seen.told())
        .containsExactly(
            "warn disclosure/cites-later-document /content",
            "warn disclosure/dated-before-what-it-reports /date",
            "warn disclosure/publisher-abbreviated /publisher",
            "warn disclosure/reports-another-year /title");
    assertThat(seen.key()).isEqualTo("113308810026310171/2013-127792");
    assertField(seen, "identifier", "113308810026310171/2013-127792");
    assertField(seen, "subject", "综合政务\\政务公开");
    assertField(seen, "date", "2013-01-09");
  }

  @Test
  void shouldRejectACollectionThatNobodySigned() throws Exception {
    assertThat(document("03-collected-model-reports.txt").told())
        .containsExactly(
            "reject schema/required /publisher",
            "reject schema/required /title",
            "warn disclosure/index-number-missing /identifier",
            "warn disclosure/masked-digits /content",
            "warn disclosure/model-text /content",
            "warn disclosure/mojibake /content",
            "warn disclosure/more-finished-than-accepted /content",
            "warn disclosure/total-does-not-add-up /content",
            "warn disclosure/traditional-characters /content");
  }

  @Test
  void shouldHoldADocumentWithBettingTextInItsBody() throws Exception {
    // When
    Seen seen = document("04-chuxiong-2017-selfcheck.txt");
    // Then
    assertThat(seen.told())
        .containsExactly(
            "hold spam/betting /content",
            "warn disclosure/index-number-missing /identifier",
            "warn disclosure/one-number-two-documents /content",
            "warn disclosure/unit-missing /content");
    assertField(seen, "publisher", "楚雄州人民政府政务服务管理局");
    assertField(seen, "date", "2017-11-30");
  }

  @Test
  void shouldHoldADocumentWithBettingTextAsItsSource() throws Exception {
    // When
    Seen seen = document("05-urad-front-2017-report.txt");
    // Then
    assertThat(seen.told())
        .containsExactly(
            "hold spam/betting /publisher",
            "hold spam/betting /source_name",
            "warn disclosure/approximate-count /content",
            "warn disclosure/index-number-missing /identifier",
            "warn disclosure/publisher-abbreviated /publisher");
    assertField(seen, "date", "2018-03-30");
  }

  @Test
  void shouldAcceptEveryGoodEntryOfACatalogue() {
    assertThat(IntStream.range(0, 100))
        .allSatisfy(
            serial -> {
              CatalogueEntry entry = new CatalogueEntry(serial, Slip.NONE);
              assertThat(row(entry).told()).isEmpty();
              assertThat(line(entry.json()).told()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "NO_REASON,         reject disclosure/refusal-without-reason /no_disclosure_reason",
    "SECRET,            reject disclosure/secret /secrecy",
    "UNKNOWN_THEME,     reject code/theme /subject",
    "IMPOSSIBLE_DATE,   reject date /date",
    "INDEX_CHECK_DIGIT, reject disclosure/index-number-check-digit /identifier"
  })
  void shouldFindOneSlipOfARow(Slip slip, String told) throws Exception {
    assertThat(row(new CatalogueEntry(17, slip)).told()).containsExactly(told);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_THEME,     reject code/theme /subject",
    "INDEX_CHECK_DIGIT, reject disclosure/index-number-check-digit /identifier"
  })
  void shouldFindOneSlipOfALine(Slip slip, String told) throws Exception {
    assertThat(line(new CatalogueEntry(17, slip).json()).told()).containsExactly(told);
  }

  @ParameterizedTest
  @CsvSource({
    "江政办发〔2014〕1号,   江政办发〔2014〕1号",
    "江政办发〔2014〕 1号,  江政办发〔2014〕1号",
    "江审改办[2013]1号,     江审改办〔2013〕1号",
    "深府规（2026）1号,     深府规〔2026〕1号",
    "江政办发 2014-1,       江政办发2014-1"
  })
  void shouldWriteDocumentNumbersWithTheBracketsOfTheStandard(String given, String written)
      throws Exception {
    JsonObject entry = new CatalogueEntry(17, Slip.NONE).json().put("document_number", given);
    assertField(line(entry), "doc_number", written);
  }

  @ParameterizedTest
  @CsvSource({
    "2017-03-16 09:22,       2017-03-16",
    "2013-01-09 19:46:30,    2013-01-09",
    "2017年11月30日 17:29,   2017-11-30",
    "2018年03月30日,         2018-03-30",
    "2026.06.02,             2026-06-02",
    "1512034140,             2017-11-30"
  })
  void shouldReadADateInEveryFormMet(String given, String day) throws Exception {
    JsonObject entry = new CatalogueEntry(17, Slip.NONE).json().put("date", given);
    assertField(line(entry), "date", day);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          组织交易项目460个，其中工程193个、采购267个。         |
          组织交易项目460个，其中工程193个、采购266个。         | warn disclosure/total-does-not-add-up /content
          列出内容33项，其中机构12项、事项5项、财务7项。         | warn disclosure/total-does-not-add-up /content
          受理项目93项，投资41.55亿元，其中备案63项、审批30项。 |
          依据《甲方案》(江政发〔2011〕3号)和《乙方案》(江政发〔2011〕3号)办理。 | warn disclosure/one-number-two-documents /content
          依据《甲方案》(江政发〔2011〕3号)和《甲方案》(江政发〔2011〕3号)办理。 |
          依据江政发〔2013〕3号办理。                           |
          依据江政发〔2018〕3号办理。                           | warn disclosure/cites-later-document /content
          取得了良好效應?，F將情況匯報如下。                    | warn disclosure/mojibake /content
          问：在哪里办？答：在一楼。                            |
          按照〔20*〕10號文件办理。                             | warn disclosure/masked-digits /content
          全年公开信息1308上报。                                | warn disclosure/unit-missing /content
          全年公开信息1308条。                                  |
          通过超市选取中介项目 2360,节约资金4503.81万元。        | warn disclosure/unit-missing /content
          门户网站累计发布各类信息3100多条。                    | warn disclosure/approximate-count /content
          日均办件量1000余件，网站访问量15万余次。              |
          环节由原来的912个减至650个,减少比例达到29%。          |
          环节由原来的1568个减至1031个,减少比例达到35%。        | warn disclosure/percentage-does-not-follow /content
          时限从4112个工作日减到1870个工作日，减少55%。         |
          时限从4112个工作日减到1870个工作日，减少54%。         | warn disclosure/percentage-does-not-follow /content
          共受理行政审批事项90470件,办结90493件。               | warn disclosure/more-finished-than-accepted /content
          共受理行政审批事项90493件,办结90470件。               |
          上年结转23件，受理90470件，办结90493件。              |
          截至2012年底，全部上线。                              |
          截至2013年底，全部上线。                              | warn disclosure/dated-before-what-it-reports /date
          本页汇集了11篇政务汇报范文。                          | warn disclosure/model-text /content
          办理時限與辦事指南開放情況報告。                      | warn disclosure/traditional-characters /content
          李開復、楊冪等姓名用字从其本人。                      |
          信息发布前先做保密审查，不涉及国家秘密的才公开。       |
          密级：机密。                                          | hold secret-mark/grade /content
          """)
  void shouldFindWhatIsWrongInAText(String text, String told) throws Exception {
    // Given
    String document =
        "索引号: 113308810026310171/2013-127792 发布机构: 江山市人民政府办公室\n\n办事指南更新\n\n"
            + "发布日期:2013-01-09\n\n"
            + text;
    // When
    Seen seen = text(document);
    // Then
    assertThat(seen.told()).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @ParameterizedTest
  @CsvSource({
    "江山市2012年工作报告,  2012年，我中心办理了公开。,                          ''",
    "江山市2012年工作报告,  2013年，我中心办理了公开。,                          warn disclosure/reports-another-year /title",
    "江山市2012年工作报告,  2012年，我中心办理了公开。2013年，我中心将更进一步。, ''",
    "江山市2012年工作报告,  2013年，我中心将更进一步。,                          ''",
    "江山市工作安排,        2013年，我中心办理了公开。,                          ''"
  })
  void shouldNoticeAReportOfAnotherYear(String title, String content, String told)
      throws Exception {
    String document =
        "索引号: 113308810026310171/2013-127792 发布机构: 江山市人民政府办公室\n\n"
            + title
            + "\n\n发布日期:2013-12-31\n\n"
            + content;
    assertThat(text(document).told()).isEqualTo(told.isEmpty() ? List.of() : List.of(told));
  }

  @ParameterizedTest
  @CsvSource({
    "江山市行政服务中心管理办公室, true",
    "楚雄彝族自治州人民政府,       true",
    "内蒙古自治区人民政府,         true",
    "乌拉特前旗人民政府,           true",
    "国务院办公厅,                 true",
    "市营商办,                     false",
    "市级机关事务管理局,           false",
    "政务服务(资源交易)中心,       false",
    "住房和城乡建设局,             false",
    "城市管理局,                   false",
    "江山市府,                     false"
  })
  void shouldWantThePublishersFullNameWithItsDivision(String publisher, boolean full)
      throws Exception {
    JsonObject entry = new CatalogueEntry(17, Slip.NONE).json().put("publisher", publisher);
    assertThat(line(entry).told())
        .isEqualTo(full ? List.of() : List.of("warn disclosure/publisher-abbreviated /publisher"));
  }

  private Seen text(String document) throws Exception {
    return config
        .judge("disclosure-drop", document.getBytes(StandardCharsets.UTF_8), "text/plain", "a.txt")
        .get(0);
  }

  private static void assertField(Seen seen, String field, String value) {
    assertThat(seen.payload().path(field).asText()).isEqualTo(value);
  }

  private Seen document(String name) throws Exception {
    return config
        .judge("disclosure-drop", DropFolderFeeder.resource(name), "text/plain", name)
        .get(0);
  }

  private Seen row(CatalogueEntry entry) throws Exception {
    String csv = CatalogueEntry.csvHeader() + "\r\n" + entry.csvLine() + "\r\n";
    return config
        .judge("disclosure-table", csv.getBytes(GB18030), "text/csv", "catalogue.csv")
        .get(0);
  }

  private Seen line(JsonObject entry) throws Exception {
    byte[] line = (entry.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    return config.judge("disclosure-lines", line, "application/jsonl", "a.jsonl").get(0);
  }
}
