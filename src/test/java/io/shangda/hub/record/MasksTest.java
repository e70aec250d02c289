package io.shangda.hub.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

  @ParameterizedTest
  @CsvSource({
    "330881180001010016, 330881********0016",
    "33088118000101018X, 330881********018X",
    "33O881180001010016, 33O881********0016",
    "330881I80001010016, 330881********0016",
    "330881 18000101 0016, 330881 ******** 0016",
    "身份证330881180001010016和13900000000, 身份证330881********0016和139****0000",
    "13900000000, 139****0000",
    "139-0000-0000, 139-****-0000",
    "8613900000000, 861******0000",
    "013900000000, 013*****0000",
    "6222020000000000018, 622202*********0018",
    "6222 0200 0000 0000 018, 6222 02** **** ***0 018",
    "１３９００００００００, １３９****００００",
    "20190330120000, 20190330120000",
    "2017-03-16 09:22:11, 2017-03-16 09:22:11",
    "2018年13月45日, 2018年13月45日",
    "2017-330881-48-03-000000-000, 2017-330881-48-03-000000-000",
    "330881000000, 330881000000",
    "91350000MA347WHE48, 91350000MA347WHE48",
    "1101142021081900000000, 1101142021081900000000",
    "0570-4021234, 057*-***1234",
    "江政办发〔2014〕1号, 江政办发〔2014〕1号",
  })
  void shouldHideTheMiddleOfPersonalNumbersInAFinding(String value, String shown) {
    assertThat(Masks.inFinding(value)).isEqualTo(shown);
  }

  @Test
  void shouldShowNoMoreThanTwoHundredCharacters() {
    assertThat(Masks.inFinding("文".repeat(5000))).hasSize(Masks.SHOWN).endsWith("…");
    assertThat(Masks.inFinding("文".repeat(200))).isEqualTo("文".repeat(200));
  }

  @Test
  void shouldKeepOnlyMaskAndHashOfAValueInAFinding() {
    // When
    Finding finding = Finding.of(Severity.REJECT, "id-card", "/id", "330881180001010016", "", "");

    // Then
    assertThat(finding.value()).isEqualTo("330881********0016");
    assertThat(finding.valueHash()).isEqualTo(Hash.sha256("330881180001010016"));
  }
}
