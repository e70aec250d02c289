package io.shangda.hub.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "113308810026310171",
        "114403006955506492",
        "11341702486344515H",
        "91350000MA347WHE48"
      })
  void shouldAcceptAUsccAndRefuseEveryOtherCheckCharacter(String code) {
    for (char c : "0123456789ABCDEFGHJKLMNPQRTUWXY".toCharArray()) {
      assertThat(CheckDigits.uscc(code.substring(0, 17) + c, 0)).isEqualTo(c == code.charAt(17));
    }
    assertThat(CheckDigits.organisationCode(code, 8)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"330881180001010016", "150823181112300021", "532301184506070135"})
  void shouldAcceptAnIdNumberAndRefuseEveryOtherCheckCharacter(String id) {
    for (char c : "0123456789X".toCharArray()) {
      assertThat(CheckDigits.idCard("号" + id.substring(0, 17) + c, 1))
          .isEqualTo(c == id.charAt(17));
    }
  }

  @Test
  void shouldComputeTheMod37CharacterOfPublishedCodes() {
    assertThat(CheckDigits.mod37("G123498654321")).isEqualTo('H'); // ISBT 128's example
    assertThat(CheckDigits.mod37("A0191350000MA347WHE4820190305000001")).isEqualTo('T');
    assertThat(CheckDigits.mod37("D0111330881002631017120171130000123")).isEqualTo('Z');
    assertThatThrownBy(() -> CheckDigits.mod37("A-1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldApplyLuhnToAPartOfAText() {
    assertThat(CheckDigits.luhn("卡4000000000000002", 1, 17)).isTrue();
    assertThat(CheckDigits.luhn("卡4000000000000003", 1, 17)).isFalse();
  }
}
