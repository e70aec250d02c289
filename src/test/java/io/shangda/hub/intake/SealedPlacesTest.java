package io.shangda.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sealed event tells a place only if that can say nothing of a person. */
class SealedPlacesTest {
  @ParameterizedTest
  @CsvSource({
    "line 17,                     true",
    "/data/3,                     true",
    "/applicant/id_number,        true",
    "'',                          true",
    "/holds/1234567/x,            true",
    "/330881299901011234,         false",
    "cases-330881299901011234.xml, false",
    "/申请人/3,                    false",
    "张三申请.json,                 false",
  })
  void shouldTellAPlaceOnlyIfItIsPlain(String place, boolean plain) {
    assertThat(PageEvents.isPlain(place)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"a, 200, true", "a, 201, false", "a1, 5000, false"})
  void shouldLookAtAPlaceOnceHoweverLongItIs(String part, int times, boolean plain) {
    assertThat(PageEvents.isPlain(part.repeat(times))).isEqualTo(plain);
  }
}
