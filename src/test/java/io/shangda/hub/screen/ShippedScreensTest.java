package io.shangda.hub.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.shangda.hub.record.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The screens that are shipped: what they let pass, and what they hold. */
class ShippedScreensTest {
  private final Screener screener = ShippedScreens.screener();

  static Stream<String> spam() {
    return SpamVariants.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("spam")
  void shouldHoldSpamAndSecretMarksHoweverTheyAreSpelt(String text) {
    assertThat(SpamVariants.isHeld(screener, text)).isTrue();
  }

  @Test
  void shouldHoldNoValidCodeOfAnyKind() {
    assertThat(ScreeningFigures.falseHolds(screener, 54_000, 2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "91110111AMBET0199T",
        "统一社会信用代码91110111AMBET0199T，已核准",
        "alphabet 365 天",
        "diabet 3650",
        "比表面积（BET）",
        "在918体育馆举行",
        "2365娱乐场所专项检查",
        "商业秘密*为必填项",
        "体育彩票公益金使用情况",
        "打击网络赌博专项行动",
        "加强娱乐场所管理",
        "<p>公开</p><p>目录</p>",
        "表 <5 且 >3",
        "A&B公司",
        "不属于机密级的文件",
      })
  void shouldLetOrdinaryTextPass(String text) {
    assertThat(SpamVariants.isHeld(screener, text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"phone\": 13812345678}', personal-data/mobile /phone",
    "'{\"phone\": 1.3812345678E10}', personal-data/mobile /phone",
    "'{\"idCard\": 330881180001010016}', personal-data/id-card /idCard",
    "'{\"contacts\": {\"13812345678\": \"甲\"}}', personal-data/mobile /contacts/138****5678",
    "'{\"contacts\": {\"13812345678\": {\"tel\": 13900001234}}}',"
        + " personal-data/mobile /contacts/138****5678|personal-data/mobile /contacts/138****5678/tel",
  })
  void shouldFindPersonalNumbersInNumbersAndNames(String record, String found) throws Exception {
    JsonNode payload = new ObjectMapper().readTree(record);

    List<Finding> findings = screener.screenPayload(payload, false);

    assertThat(findings)
        .extracting(f -> f.rule() + " " + f.field())
        .containsExactly(found.split("\\|"));
    assertThat(findings.toString()).doesNotContain("13812345678").doesNotContain("13900001234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<td>139</td>0000<b>0000</b>",
        "1&#51;900000000",
        "<a href=\"tel:13900000000\">电话</a>",
        "𝟏𝟑𝟗𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎",
        "①③⑨００００００００",
      })
  void shouldFindANumberHoweverItsDigitsAreWritten(String text) {
    JsonNode record = JsonNodeFactory.instance.objectNode().put("content", text);

    assertThat(screener.screenPayload(record, false))
        .extracting(Finding::rule)
        .containsExactly("personal-data/mobile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\": 13900000000}",
        "{\"code\": 4201230000000002}",
        "{\"id\": 1764579600000}",
        "{\"id\": 9223372036854775807}",
        "{\"big\": 1e300}",
        "{\"rate\": 0.13900000001}"
      })
  void shouldTakeNoAmountOrIdForANumberOfAPerson(String record) throws Exception {
    assertThat(screener.screenPayload(new ObjectMapper().readTree(record), false)).isEmpty();
  }
}
